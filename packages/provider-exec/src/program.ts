import { type ConnectContext, type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import type { Command, Config } from "./config.ts";
import { explainExit } from "./exit-code.ts";
import { parseJson } from "./parse-json.ts";
import { lastWords } from "./quote.ts";

type Context = ConnectContext<Config>;
type Run = Awaited<ReturnType<Context["runProgram"]>>;

const mostOutput = 16 * 2 ** 20;
const keptErrors = 64 * 2 ** 10;
const protocol = 1;

/** What a program is asked, as one JSON object on its standard input. */
export interface Request {
  readonly protocol: typeof protocol;
  readonly action: "observe" | "list";
  readonly cluster?: {
    readonly name: string;
    readonly id: string;
    readonly with: Readonly<Record<string, unknown>>;
    readonly properties: readonly string[];
  };
  /** `settings` of the configuration. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The user's program. */
export class Program {
  readonly #context: Context;
  readonly #command: Command;

  constructor(context: Context, command: Command) {
    this.#context = context;
    this.#command = command;
  }

  /** What a run is called in the report. */
  get action(): string {
    return `runs ${this.#command.label}`;
  }

  /** The JSON value that the program answers. Throws where it gives none, or ends in a failure without an `error`. */
  async ask(request: Request, signal: AbortSignal): Promise<unknown> {
    const { program, args } = this.#command;
    const run = await this.#context.runProgram(program, args, signal, {
      input: `${JSON.stringify(request)}\n`,
      env: { ...this.#context.config.env, ...variablesOf(request) },
      directory: "manifest",
      timeoutMs: "request",
      mostOutput,
      keptErrors,
      group: true,
      failures: "result",
      action: this.action,
    });
    if (run.failure !== undefined) throw this.#failed(run.failure, run.stderr);
    const answer = parseJson(run.stdout);
    // A failure says why in its answer, else on standard error.
    if (run.exitCode !== 0 && !hasError(answer)) throw this.#exited(run);
    if ("fault" in answer)
      throw this.fault(`standard output ${answer.fault}${this.#toldBy(run.stderr)}`, answer.hint);
    return answer.value;
  }

  /** The program broke the protocol. */
  fault(what: string, hint?: string): ProviderError {
    return new ProviderError({
      kind: "plugin",
      message: `${this.#command.label}: ${what}`,
      hint: hint ?? "Correct the program; exec-observation.schema.json describes its answers.",
    });
  }

  #failed({ reason, message }: NonNullable<Run["failure"]>, stderr: string): ProviderError {
    const { label } = this.#command;
    const facts: ErrorFacts = {
      kind: reason === "timeout" ? "timeout" : "plugin",
      message: `${label} failed: ${message}${this.#toldBy(stderr)}`,
      hint: this.#hintOf(reason),
    };
    return new ProviderError(facts);
  }

  #exited({ exitCode, stderr }: Run): ProviderError {
    const { label } = this.#command;
    const told = this.#toldBy(stderr) || ", and said nothing on standard error";
    const { what, hint } = explainExit(exitCode, label, this.#mask(stderr));
    return new ProviderError({
      kind: "plugin",
      message: `${label} ended with exit code ${exitCode}${what}${told}`,
      hint,
    });
  }

  #toldBy(stderr: string): string {
    const words = lastWords(this.#mask(stderr));
    return words === undefined ? "" : `; its standard error: ${words}`;
  }

  /** The host masks what is shown, but a secret with blanks may be cut before. */
  #mask(text: string): string {
    const secrets = Object.values(this.#context.config.env ?? {}).filter((value) => /\s/.test(value.trim()));
    return secrets.reduce((masked, secret) => masked.replaceAll(secret, "****"), text);
  }

  #hintOf(reason: NonNullable<Run["failure"]>["reason"]): string {
    const { program } = this.#command;
    if (reason === "not-found" && /\s/.test(program))
      return "Each word of `command` is an item of its own: `command: [./my-clusters.py, --prod]`.";
    if (reason === "not-found" && !/[/\\]/.test(program))
      return `It is looked for in PATH; a program beside the manifest is \`./${program}\`.`;
    return hints[reason];
  }
}

const hints: Readonly<Record<NonNullable<Run["failure"]>["reason"], string>> = {
  "not-found": "A relative path in `command` starts at the manifest's folder.",
  "no-interpreter":
    "Correct its first line, such as `#!/usr/bin/env python3` (without a carriage return), or name the interpreter in `command`.",
  "not-executable":
    "Allow it (`chmod +x`), and name its interpreter in its first line; or name that in `command`: `[python3, ./my-clusters.py]`.",
  "not-started": "Run it by hand, as the user and on the machine that run upgradectl.",
  timeout:
    "See what it waits for; where it needs longer, say so with `config.timeout` or `--request-timeout`.",
  "too-much-output": "Print the answer alone; logs go to standard error.",
  signal: "Run it by hand: it crashed, or was ended from outside (out of memory, perhaps).",
  "not-utf-8": "Print UTF-8 (Python: `PYTHONUTF8=1` in `config.env`; PowerShell: `utf8NoBOM`).",
};

function hasError(answer: ReturnType<typeof parseJson>): boolean {
  return "value" in answer && answer.value instanceof Object && "error" in answer.value;
}

/** For programs that would rather not read JSON. */
function variablesOf({ action, cluster }: Request): Readonly<Record<string, string>> {
  return {
    UPGRADECTL_PROTOCOL: String(protocol),
    UPGRADECTL_ACTION: action,
    ...(cluster === undefined
      ? {}
      : { UPGRADECTL_CLUSTER_ID: cluster.id, UPGRADECTL_CLUSTER_NAME: cluster.name }),
  };
}
