import type { PostCheck } from "@upgradectl/provider-sdk";
import type { ScriptedExchange } from "../cloud/script.ts";
import type { Expected, TestedCluster } from "../options.ts";

interface Scripted {
  /** The case's name; `list` and `post-check` for the two optional members. */
  readonly name: string;
  readonly exchanges: readonly ScriptedExchange[];
  /** Written by hand: then each exchange must be asked for. */
  readonly isWritten: boolean;
}

export interface ObserveSubject extends Scripted {
  readonly kind: "observe";
  readonly cluster: TestedCluster;
  readonly expect: Expected;
}

export interface ListSubject extends Scripted {
  readonly kind: "list";
  readonly ids: readonly string[];
}

export interface PostCheckSubject extends Scripted {
  readonly kind: "post-check";
  readonly cluster: TestedCluster;
  readonly upgrade: { readonly fromVersion: string | null; readonly toVersion: string };
  readonly phase: PostCheck["phase"];
}

/** One thing that a provider is asked to do. */
export type Subject = ObserveSubject | ListSubject | PostCheckSubject;
