import type { ErrorFacts } from "./errors.ts";

/** One request that a plugin may make; everything else is refused before it leaves the process. */
export interface Read {
  /** The vendor's name of the operation, such as `ShowCluster`; unique within the plugin. Shown as evidence. */
  readonly action: string;
  /**
   * Default `GET`. `HEAD` answers have no body; `POST` is for APIs that read or sign in that way; `PUT` is for metadata
   * services that give out their session token so, and only with the purpose `sign-in`.
   */
  readonly method?: "GET" | "HEAD" | "POST" | "PUT";
  /** Path with `{name}` for each parameter; a parameter fills one path segment and is percent-encoded. */
  readonly path: string;
  /** Which of the plugin's APIs it belongs to; default `default`. */
  readonly service?: string;
  /** The permission that the vendor's access management wants for it, such as `cs:DescribeClusterDetail`. */
  readonly permission?: string;
  /** How often a run makes it: once a cluster (default), or once an account. */
  readonly per?: "cluster" | "account";
  /** When it is made, for people: "only while an upgrade is under way". Absent: always. */
  readonly when?: string;
  /**
   * What it is for, where that is not reading.
   *
   * - `sign-in`: gets credentials (a token, a temporary key). May go to a metadata service over plain `http:`. The
   *   host quotes nothing of its answer.
   * - `post-check`: may record something at the vendor. Refused outside of `Connection.postCheck`, which the host calls
   *   only where the user asked for it by name. Tried again only where the vendor says that it was not taken
   *   (429, or 401 where the credentials can be renewed).
   */
  readonly purpose?: "sign-in" | "post-check";
  /** `text` where a good answer is plain text, which `body` then is. Default `json`. */
  readonly answer?: "json" | "text";
}

/** What a signature covers. Every text is exactly what goes over the wire. */
export interface SignableRequest {
  readonly action: string;
  readonly method: string;
  /** Host header, with the port where it is not the scheme's own. */
  readonly host: string;
  /** Percent-encoded path, without query. */
  readonly path: string;
  /** Sorted and percent-encoded (RFC 3986, space as %20) without `?`; empty without parameters. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The time of this try, epoch milliseconds. A retried request is signed anew. */
  readonly time: number;
}

/** A whole answer. `body` is parsed JSON, or the text itself where it is not JSON; header names are lower case. */
export interface Answer {
  readonly action: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** False where the body was not JSON. */
  readonly isJson: boolean;
  readonly requestId: string | null;
}

export interface ApiOptions {
  /** Name that `reads[].service` refers to; default `default`. */
  readonly service?: string;
  /**
   * Scheme, host and optional path prefix. `http:` is refused off loopback with a `ConfigurationError`; where all reads of
   * the service are sign-ins, the clouds' metadata addresses (169.254.0.0/16, 100.100.100.200) are allowed too.
   */
  readonly baseUrl: string;
  /** The configuration key that the base URL came from, for messages; default `/endpoint`. */
  readonly pointer?: string;
  /** The service's sign-in reads that may be made, where that is known when it is opened: a dry run lists no others. */
  readonly signIns?: readonly string[];
  /** Names of the response headers that may carry the vendor's request id, first match wins. */
  readonly requestIdHeaders?: readonly string[];
  /**
   * Returns the headers to add, the authorization among them. Called for every try. It may itself read (a token, say) with
   * the signal that it is given, which is the very one of the read that it signs; no limit is held meanwhile.
   */
  readonly sign?: (request: SignableRequest, signal: AbortSignal) => SignedHeaders | Promise<SignedHeaders>;
  /**
   * Asked once in a read that was refused as `unauthenticated`: are there other credentials now than those behind
   * `identity`? With true the request is signed anew and sent once more. Without it a refusal is final. Many reads may
   * ask at the same time; one renewal has to do for all (`keepFresh`).
   */
  readonly renew?: (
    refused: { readonly identity: string | undefined; readonly error: ErrorFacts },
    signal: AbortSignal,
  ) => boolean | Promise<boolean>;
  /**
   * Names the error in an answer, or returns undefined where there is none. Called for every answer, also for
   * 2xx (some services put errors there). Where it returns undefined for another status, `errorOfStatus` decides.
   */
  readonly readError?: (answer: Answer) => ErrorFacts | undefined;
}

export interface SignedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /**
   * What stands behind the signature (an access key id, say): clouds lock an identity after a few failures, so
   * refusals are counted for it over the whole process. Never shown.
   */
  readonly identity?: string;
  /**
   * Where the signature covers the time: by how many milliseconds that may differ from the service's. When the request is
   * refused as `unauthenticated`, and the answer's `Date` is further away than that, the hint says by how much the clock is off.
   */
  readonly timeToleranceMs?: number;
  /** The same for people: it stands in the report's evidence. */
  readonly principal?: Principal;
}

/** Who asked, without anything secret. */
export interface Principal {
  /** `access-key`, `temporary-access-key`, `token` ... */
  readonly kind: string;
  /** An access key id or a user's name. Of ids whose `kind` ends in `-key` only the first four characters are shown. */
  readonly id?: string;
  /** Where the credentials come from, such as `environment HW_ACCESS_KEY`. */
  readonly source?: string;
}

export interface ReadRequest {
  /** A value for every `{name}` of the path; each fills one segment and cannot leave it. */
  readonly path?: Readonly<Record<string, string>>;
  /** Sorted and percent-encoded; a list repeats its key, `undefined` leaves it out, an empty text stays as `key=`. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** More request headers. Those of the connection and of framing are refused. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Body of a `POST` or `PUT`, sent as JSON. */
  readonly json?: unknown;
  /** Body of a `POST` or `PUT`, sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Deadline of one try where that is shorter than the instance's, for what must fail fast (metadata services). */
  readonly timeoutMs?: number;
  /** True: a failed try is not repeated, unless credentials were refused and renewed. */
  readonly once?: boolean;
  /** The one that `observe` or `list` was given, or one that follows it: a read without it outlives its run. */
  readonly signal: AbortSignal;
}

/** One base URL of a plugin. */
export interface Api {
  /**
   * Makes a declared read and returns its successful answer. Deadline, retries, limits, signing, redaction and
   * evidence are done here. Throws a `ProviderError` in every other case; an undeclared read is one of kind `plugin`.
   */
  read(action: string, request: ReadRequest): Promise<Answer>;
}

/** The only way to the network. Made by the host for one provider instance. */
export interface Http {
  /**
   * Opens no connection. Call it in `connect`, once for each service: what a dry run lists is what was opened there. A
   * service whose address comes to light later (in a profile file, say) may be opened later, also more than once.
   */
  api(options: ApiOptions): Api;
}
