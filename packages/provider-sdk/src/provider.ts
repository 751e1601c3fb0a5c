import type { Http, Read } from "./http.ts";
import type { Observation, PostCheck } from "./observation.ts";
import type { FromSchema, JsonSchema } from "./schema.ts";

/** A property that a manifest may name under `expect`. */
export interface ExpectProperty {
  /** What people may write. */
  readonly schema: JsonSchema;
  /**
   * `version`: values are versions and are compared like `targetVersion`, so a drift has a direction.
   * Absent: values are equal or different; lists are compared as sets.
   */
  readonly order?: "version";
}

/** What `runProgram` does otherwise than for a credential helper. */
export interface ProgramOptions {
  /** Text for standard input, which ends after it. A program that does not read it is no failure. Default: no input. */
  readonly input?: string;
  /** Added to the process's environment, in place of what has the same name there. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Where it starts, and where a program that is written as a relative path is looked for: with `"manifest"` the
   * manifest's folder. Default: where the host was started.
   */
  readonly directory?: "manifest";
  /**
   * Milliseconds until it is ended. `"request"` is as long as one request of this instance may take: `--request-timeout`,
   * else `config.timeout`, else 30 s. Default: a minute.
   */
  readonly timeoutMs?: number | "request";
  /** Most bytes of standard output; a program that writes more is ended. Default: a megabyte. */
  readonly mostOutput?: number;
  /**
   * So many bytes of standard error are kept, the last ones, from the beginning of a line or at least of a word; what came
   * before is let go. Default: a megabyte, and a program that writes more is ended.
   */
  readonly keptErrors?: number;
  /**
   * True: the program gets a process group of its own, and whatever it started there is ended with it. It has no terminal
   * then. Default: only the program itself is ended.
   */
  readonly group?: boolean;
  /**
   * `"result"`: where the program failed otherwise than by its exit code, that is the result's `failure`, beside what it
   * wrote until then; so is output that is not UTF-8. Default: such a run rejects, and other bytes are replaced.
   */
  readonly failures?: "result";
  /** What the run is called in the report's evidence, such as `runs ./my-clusters.py`. Default: it is not listed there. */
  readonly action?: string;
}

/** How a program ended. */
export interface ProgramRun {
  /** Means nothing where there is a `failure`. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Only with `failures: "result"`. */
  readonly failure?: {
    /**
     * - `not-found`: there is no such program
     * - `no-interpreter`: there is, but not what its first line names
     * - `not-executable`: it may not be executed
     * - `not-started`: the system refused for another reason
     * - `timeout`: it did not end in time
     * - `too-much-output`: standard output or standard error had no end
     * - `signal`: a signal ended it
     * - `not-utf-8`: it ended by itself, and what it wrote to standard output is no text; `stdout` is empty
     */
    readonly reason:
      | "not-found"
      | "no-interpreter"
      | "not-executable"
      | "not-started"
      | "timeout"
      | "too-much-output"
      | "signal"
      | "not-utf-8";
    /** For people, without anything that the program wrote; "it" is the program: `it did not end within 30 s`. */
    readonly message: string;
  };
}

/** What `connect` is given. Nothing else of the process may be used: no clock, no environment, no disk, no socket. */
export interface ConnectContext<Config> {
  /** The local name in the manifest's `providers`, for messages. */
  readonly instance: string;
  /**
   * Expanded and valid against the plugin's schema. `endpoint` is always allowed there, and yours to honour; so are
   * `timeout` and `caFile`, which the host honours.
   */
  readonly config: Config & { readonly endpoint?: string };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly http: Http;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Text of a file, undefined where there is none. For credential files. A leading `~/` is the home directory. */
  readonly readFile: (path: string) => Promise<string | undefined>;
  /**
   * Runs a program of the user's without a shell, with the process's environment. As it stands it is for credential
   * helpers: no input; rejects with an `Error` where the program cannot be started, is ended by a signal, writes more than
   * a megabyte, or takes longer than a minute. `options` change that, each for itself. Always rejects when `signal`
   * aborts, and then the program is gone. What it writes is the plugin's to keep secret.
   */
  readonly runProgram: (
    program: string,
    args: readonly string[],
    signal: AbortSignal,
    options?: ProgramOptions,
  ) => Promise<ProgramRun>;
  /** From now on this value is masked in every output; with `"prefix"` its first four characters are shown. */
  readonly secret: (value: string, show?: "prefix") => void;
}

/** One cluster of the manifest, as a plugin sees it. */
export interface ClusterRef<With = Readonly<Record<string, unknown>>> {
  readonly name: string;
  readonly id: string;
  /** Valid against the plugin's `cluster.with` schema; `{}` where the manifest has none. */
  readonly with: With;
  /** Names of the `expect` properties that will be judged: read what they need, and only that. */
  readonly properties: readonly string[];
  /** This cluster's row of `list()`, where the host listed the account first. */
  readonly listed?: ListedCluster;
}

export interface ListedCluster {
  readonly id: string;
  /** The cloud's own name of the cluster. */
  readonly name: string;
  readonly version: string | null;
  /** Whatever `observe` needs of the row; the host hands it back untouched. */
  readonly row: unknown;
}

/** A program that reading may run. */
export interface ProgramUse {
  /** As `ProgramOptions.action` calls it: `runs ./my-clusters.py`. */
  readonly action: string;
  /** Once a cluster, or once an account. */
  readonly per: "cluster" | "account";
}

/** A configured provider instance. Only `observe` is required. */
export interface Connection<With = Readonly<Record<string, unknown>>> {
  /** The programs that reading runs, credential helpers aside; `providers` and `--dry-run` tell people of them. */
  readonly programs?: readonly ProgramUse[];
  /**
   * Reads one cluster. Must end soon after `signal` aborts, must not keep anything between calls that a failed call
   * could poison, and throws a `ProviderError` where a fact that the verdict needs could not be read.
   */
  observe(cluster: ClusterRef<With>, signal: AbortSignal): Promise<Observation>;
  /**
   * Lists the account's clusters, one array a page. The host stops early once it has what it needs. Leaving it out
   * says that the account cannot be listed.
   */
  list?(signal: AbortSignal): AsyncIterable<readonly ListedCluster[]>;
  /**
   * Runs the vendor's post-upgrade check. The host calls it only where the user asked for it (`--post-check`) and the
   * cluster is otherwise as declared. Only here may a read of purpose `post-check` be made. Leaving it
   * out says that the vendor has no such check. Throws a `ProviderError` where no result was got.
   */
  postCheck?(cluster: ClusterRef<With>, upgrade: CompletedUpgrade, signal: AbortSignal): Promise<PostCheck>;
}

/** The last upgrade of a cluster; `null` where its operation does not name a version, or no upgrade is known. */
export interface CompletedUpgrade {
  readonly fromVersion: string | null;
  /** The version that runs since. */
  readonly toVersion: string | null;
}

/** A provider plugin: the default export of its package. */
export interface ProviderDefinition<
  ConfigSchema extends JsonSchema = JsonSchema,
  WithSchema extends JsonSchema = JsonSchema,
> {
  /** Version of this contract that the plugin was written for. */
  readonly contract: 1;
  /** Kebab-case, unique among providers: `acme-kubernetes`. */
  readonly name: string;
  /** Schema of an instance's `config`; an object schema. */
  readonly config: ConfigSchema;
  readonly cluster: {
    /** Schema of a cluster's `id`, where ids have a form: a wrong one is refused before anything is asked. */
    readonly id?: JsonSchema;
    /** Schema of a cluster's `with`; an object schema. Absent: the provider has no cluster parameters. */
    readonly with?: WithSchema;
    /** Properties for `expect`, by name. */
    readonly expect?: { readonly [name: string]: ExpectProperty };
  };
  /** Every request that the plugin makes. */
  readonly reads: readonly Read[];
  /**
   * Splits a version into components for comparison; digits-only components compare as numbers. Default: at
   * `.`, `-`, `_`, `+` and between digits and letters, after one leading `v`. An empty list says that the text is no
   * version. Must not throw.
   */
  readonly splitVersion?: (version: string) => readonly string[];
  /**
   * Makes an instance. Sends nothing: sign-in and look-ups belong into `observe` and `list`, because `validate` calls
   * this offline. Throws a `ConfigurationError` where the configuration cannot work.
   */
  connect(
    context: ConnectContext<FromSchema<ConfigSchema>>,
  ): Connection<FromSchema<WithSchema>> | Promise<Connection<FromSchema<WithSchema>>>;
}

/** Gives `connect` and `observe` the types that the two schemas describe. Adds nothing at run time. */
export function defineProvider<const C extends JsonSchema, const W extends JsonSchema = Record<never, never>>(
  definition: ProviderDefinition<C, W>,
): ProviderDefinition<C, W> {
  return definition;
}
