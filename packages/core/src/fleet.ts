import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import type { SourceLocation } from "./diagnostics.ts";
import type { VersionTarget } from "./version/target.ts";

/** The verdicts, worst first; the order in which the judge tries them. */
export const verdictNames = [
  "unknown",
  "failed",
  "paused",
  "diverging",
  "stalled",
  "upgrading",
  "behind",
  "ahead",
  "different",
  "converged",
] as const;
export type VerdictName = (typeof verdictNames)[number];

export const outcomeNames = ["ok", "action", "pending", "incomplete"] as const;
export type Outcome = (typeof outcomeNames)[number];

/** What `failOn`, `closeOn` and their flags take. */
export type PolicyTerm = VerdictName | Outcome;

/** A plugin as it was found and loaded. */
export interface Plugin {
  readonly definition: ProviderDefinition;
  /** The package's name, or the path as written for a plugin that is a file. */
  readonly packageName: string;
  /** The package's version; null for a file without a package. */
  readonly version: string | null;
  /** Absolute path of the module that was imported. */
  readonly path: string;
  /** True where not that file was imported but the host's own copy of it. */
  readonly isBuiltIn?: boolean;
}

/** One configured provider of one manifest. */
export interface ProviderInstance {
  /** Unique over all manifests of a run. */
  readonly key: string;
  /** The local name under `providers`, or the source where a cluster names one directly. */
  readonly name: string;
  /** As written in the manifest. */
  readonly source: string;
  readonly plugin: Plugin;
  /** Absolute, the manifest's: where relative paths of its configuration start. */
  readonly directory: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly requestTimeoutMs?: number;
  /** As written; absent where the plugin gives the key a meaning of its own. */
  readonly caFile?: string;
  readonly concurrency?: number;
  readonly requestsPerSecond?: number;
  readonly location: SourceLocation;
  /** Where a part of `config` stands in the manifest, by JSON pointer (`/region`); the nearest place if it is absent. */
  readonly locateConfig: (pointer: string) => SourceLocation;
}

/** One cluster of a manifest with what is expected of it, defaults merged in. */
export interface Cluster {
  readonly name: string;
  readonly id: string;
  readonly instance: ProviderInstance;
  readonly labels: Readonly<Record<string, string>>;
  readonly target: VersionTarget;
  readonly with: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly stalledAfterMs?: number;
  readonly failOn: readonly PolicyTerm[];
  readonly closeOn: readonly PolicyTerm[];
  readonly location: SourceLocation;
}

/** All clusters of all manifests of a run, in the manifests' order. */
export interface Fleet {
  readonly clusters: readonly Cluster[];
  readonly instances: readonly ProviderInstance[];
  /** Every value that a plugin's schema marks secret, to be masked from the start. */
  readonly secrets: readonly { readonly value: string; readonly show?: "prefix" }[];
}
