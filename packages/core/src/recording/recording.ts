import type { ErrorFacts, Read } from "@upgradectl/provider-sdk";

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
  /** The variables that the manifests and the plugins asked for; null: not set. */
  readonly env: Readonly<Record<string, string | null>>;
  /** The files that plugins asked for, by the path that they gave; null: there was none. */
  readonly files: Readonly<Record<string, string | null | RecordedFailure>>;
  /** The programs that plugins ran, in the order of their ends. */
  readonly programs: readonly RecordedProgram[];
  readonly masks: readonly { readonly value: string; readonly show?: "prefix" | undefined }[];
  /** How many lines `exchanges.ndjson` has. */
  readonly exchanges: number;
}

/** A manifest's name as it was given, and the hash of its text. */
export interface ManifestDigest {
  readonly file: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface RecordedFailure {
  readonly error: string;
}

export interface RecordedProgram {
  /** What was run, with what, as one text. */
  readonly call: string;
  readonly result: ProgramResult | RecordedFailure;
}

export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One try of a request, and what came back. */
export interface RecordedExchange {
  /** The provider's local name. */
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
}

export const headFile = "recording.json";
export const exchangesFile = "exchanges.ndjson";

type Asked = Pick<
  RecordedExchange,
  "instance" | "service" | "action" | "purpose" | "method" | "url" | "request"
>;

/** What a replay finds an exchange by. What a sign-in sends holds secrets, times and random numbers. */
export function keyOf({ instance, service, action, purpose, method, url, request = "" }: Asked): string {
  const asked = purpose === "sign-in" ? [] : [method, url, request];
  return JSON.stringify([instance, service, action, ...asked]);
}
