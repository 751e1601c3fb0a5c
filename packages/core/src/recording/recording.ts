import type { ConnectContext, ErrorFacts, Read } from "@upgradectl/provider-sdk";

/**
 * What a run took from outside, without its secrets: `recording.json`, written last, and `exchanges.ndjson`, one exchange a
 * line. Each secret is replaced by a mask of its own, the same one everywhere, so that a replay tells two identities apart.
 */
export interface RecordingHead {
  readonly formatVersion: "1.0";
  readonly tool: { readonly name: "upgradectl"; readonly version: string };
  readonly command: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly manifests: readonly ManifestDigest[];
  /** The plugins that the manifests name; absent in recordings of earlier versions. */
  readonly plugins?: readonly RecordedPlugin[] | undefined;
  /** The variables that the manifests and the plugins asked for; null: not set. */
  readonly env: Readonly<Record<string, string | null>>;
  /** The files that plugins asked for, by the path that they gave; of one that changed all reads in their order. */
  readonly files: Readonly<Record<string, RecordedFile | readonly RecordedFile[]>>;
  /** The programs that plugins ran, in the order of their ends. */
  readonly programs: readonly RecordedProgram[];
  readonly masks: readonly { readonly value: string; readonly show?: "prefix" | undefined }[];
  /** The run's own deadlines, in the order in which they were set. */
  readonly alarms: readonly RecordedAlarm[];
  /** The random numbers that it drew, in order. */
  readonly random: readonly number[];
  /** The signal that ended it, if one did. */
  readonly interruption?: Interruption | undefined;
  /** How many lines `exchanges.ndjson` has. */
  readonly exchanges: number;
}

/** A manifest's name as it was given, and the hash of its text. */
export interface ManifestDigest {
  readonly file: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A plugin as it was then. */
export interface RecordedPlugin {
  /** As written in the manifest. */
  readonly source: string;
  readonly package: string;
  readonly version: string | null;
}

/** A deadline of the run itself, such as `--timeout`. */
export interface RecordedAlarm {
  readonly ms: number;
  /** RFC 3339, UTC. */
  readonly setAt: string;
  /** RFC 3339, UTC; null: the run was done before. */
  readonly rangAt: string | null;
}

export interface Interruption {
  readonly signal: "SIGHUP" | "SIGINT" | "SIGTERM";
  /** RFC 3339, UTC. */
  readonly at: string;
}

export interface RecordedFailure {
  readonly error: string;
  /** The system's, such as `EACCES`. */
  readonly code?: string | undefined;
}

/** What one read of a file gave; null: there was none. */
export type RecordedFile = string | null | RecordedFailure;

export interface RecordedProgram {
  /** What was run, with what, as one text. */
  readonly call: string;
  readonly result: ProgramResult | RecordedFailure;
  /** RFC 3339, UTC: when it was started. */
  readonly at: string;
  readonly durationMs: number;
  /** The run itself ended it. */
  readonly cut?: true | undefined;
}

export type ProgramResult = Awaited<ReturnType<ConnectContext<unknown>["runProgram"]>>;

/** One try of a request, and what came back. */
export interface RecordedExchange {
  /** Unique over all manifests of a run: the numbers of the manifest and of the document in it, and the local name. */
  readonly instance: string;
  readonly service: string;
  readonly action: string;
  readonly purpose?: NonNullable<Read["purpose"]> | undefined;
  readonly method: string;
  readonly url: string;
  /** The body that was sent, where there was one; sign-ins keep theirs to themselves. */
  readonly request?: string | undefined;
  /** RFC 3339, UTC: when it was sent. */
  readonly at: string;
  readonly durationMs: number;
  /** Absent where no answer came; `error` tells why. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The answer's body, where it was JSON. */
  readonly json?: unknown;
  /** The answer's body, where it was not. */
  readonly text?: string | undefined;
  /** Why there is no answer, or none that could be read. */
  readonly error?: ErrorFacts | undefined;
  /** The run itself broke it off: no answer would have been heard. */
  readonly cut?: true | undefined;
}

export const headFile = "recording.json";
export const exchangesFile = "exchanges.ndjson";

type Asked = Pick<
  RecordedExchange,
  "instance" | "service" | "action" | "purpose" | "method" | "url" | "request"
>;

/** What a replay finds an exchange by, once its secrets are hidden. What a sign-in sends holds secrets, times and random numbers. */
export function keyOf({ instance, service, action, purpose, method, url, request = "" }: Asked): string {
  const asked = purpose === "sign-in" ? [] : [method, url, request];
  return JSON.stringify([instance, service, action, ...asked]);
}
