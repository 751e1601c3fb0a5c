import type { ErrorKind } from "@upgradectl/provider-sdk";
import type { Place, Source } from "./clouds.ts";
import type { Fault } from "./server.ts";

/** One row of the matrix, of as many cells as it has places and providers. */
export interface MatrixFault {
  readonly name: string;
  readonly places: readonly Place[];
  /** What its error may be called; null: the cloud used a word that nobody knows, which is no error. */
  readonly kinds: readonly (ErrorKind | null)[];
  readonly fault?: Fault;
  /** The cloud's own answer of that status; with `fault`, which gets to change it. */
  readonly status?: number;
  /** In seconds. */
  readonly retryAfter?: number;
  /** Where nothing of ours answers. */
  readonly url?: string;
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** It is waited for, so the request timeout is short. */
  readonly stalls?: true;
  /** Every read of the account would meet it too, so a list that meets it ends the account. */
  readonly endsAccount?: true;
  /** It is retried for as long as others are answered and the run has time. */
  readonly throttles?: true;
  /** Many requests that are answered at once. */
  readonly isLong?: true;
  /** The account has to wait, and its other clusters with it. */
  readonly holdsAccount?: true;
  /** What else a sign-in may call it: IAM and STS refuse people in many ways. */
  readonly signInKinds?: readonly ErrorKind[];
  /** Providers that it makes sense for; default: all. */
  readonly sources?: readonly Source[];
}

export const whole: readonly Place[] = ["everything", "sign-in"];
export const each: readonly Place[] = ["sign-in", "list", "cluster", "upgrades"];
/** Not sign-ins: IAM gives its token in a header, and is not asked for more than that. */
export const reads: readonly Place[] = ["list", "cluster", "upgrades"];
