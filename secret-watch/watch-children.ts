import childProcess, { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { syncBuiltinESMExports } from "node:module";
import { SecretFinder } from "./find-secrets.ts";
import { type Start, secretsGivenTo } from "./given-secrets.ts";
import { isReadable, listenTo, listenToInput } from "./listen-to.ts";
import type { Secrets } from "./secrets.ts";
import { makeSpool, mirrorInto, takeSpool } from "./spool.ts";

/** A secret in what a process wrote. */
export interface Leak {
  readonly secret: string;
  readonly name: string;
  readonly encoding: string;
  /** A stream's name or a file's path. */
  readonly place: string;
  readonly command: string;
}

export interface Watched {
  /** Children that Node says it started, without those of `spawnSync`, of which it says nothing. */
  started: number;
  /** Children whose streams were watched. */
  processes: number;
  /** Processes of upgradectl that said themselves what they write. */
  mirrored: number;
  /** Children that are upgradectl by their command line. */
  direct: number;
  bytes: number;
  readonly secrets: Map<string, string>;
}

const isProgram = /(^|[\\/])(create-)?upgradectl(-[\w.-]+)?(\.js|\.exe)?$/;
/** Names the packages of a workspace, the program's among them. */
const isManager = /(^|[/\\])p?npm(\.c?js)?$/;

function isDirect(command: readonly string[]): boolean {
  const first = command.slice(0, 4);
  return first.some((word) => isProgram.test(word)) && !first.some((word) => isManager.test(word));
}

/** The parts of Node's own that are not declared. */
interface Spawned {
  readonly file?: string;
  readonly args?: readonly string[];
  readonly cwd?: string | undefined;
  envPairs?: string[];
}
interface Spawner {
  spawn(this: ChildProcess, options: Spawned): unknown;
}

export interface WatchOptions {
  /** Where children say what they write. */
  readonly folder: string;
  /** What servers in this process give out; it grows. */
  readonly issued: Secrets;
  /** Whether nothing is to be loaded into children: then their streams alone are watched. */
  readonly isStreamsOnly: () => boolean;
  readonly onLeak: (leak: Leak) => void;
}

/** Watches every child that this process starts from now on. */
export class ChildWatch {
  readonly watched: Watched = {
    started: 0,
    processes: 0,
    mirrored: 0,
    direct: 0,
    bytes: 0,
    secrets: new Map(),
  };
  readonly #options: WatchOptions;
  readonly #open = new Set<() => void>();

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  install(): void {
    subscribe("child_process", () => {
      this.watched.started += 1;
    });
    const prototype = ChildProcess.prototype as unknown as Spawner;
    const { spawn } = prototype;
    const beforeStart = (options: Spawned) => this.#prepare(options);
    prototype.spawn = function (options) {
      const watch = beforeStart(options);
      const result = spawn.call(this, options);
      watch(this);
      return result;
    };
    this.#installSync();
  }

  /** Looks at what is left of processes that have not ended. */
  settle(): void {
    for (const finish of this.#open) finish();
  }

  #prepare(options: Spawned): (child: ChildProcess) => void {
    const env = fromPairs(options.envPairs ?? []);
    const spool = makeSpool(this.#options.folder);
    options.envPairs = [
      ...(options.envPairs ?? []).filter((text) => !/^(NODE_OPTIONS|SECRET_WATCH_\w+)=/.test(text)),
      ...Object.entries(this.#mirrored(env, spool)).map(([name, value]) => `${name}=${value}`),
    ];
    const command = [options.file ?? "", ...(options.args ?? []).slice(1)];
    const start = { env, cwd: options.cwd ?? process.cwd() };
    const secrets = secretsGivenTo(start);
    return (child) => this.#watch(child, command, start, secrets, spool);
  }

  #mirrored(env: Readonly<Record<string, string>>, spool: string): Readonly<Record<string, string>> {
    if (!this.#options.isStreamsOnly()) return mirrorInto(spool, env);
    return env.NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS: env.NODE_OPTIONS };
  }

  #watch(child: ChildProcess, command: readonly string[], start: Start, given: Secrets, spool: string): void {
    const outputs = new Map<string, Buffer[]>();
    for (const [fd, stream] of child.stdio.entries())
      if (fd > 0 && isReadable(stream)) outputs.set(streamNames[fd] ?? `descriptor ${fd}`, listenTo(stream));
    const input = child.stdin === null ? [] : listenToInput(child.stdin);
    let isDone = false;
    const finish = () => {
      if (isDone) return;
      isDone = true;
      this.#open.delete(finish);
      const stdin = Buffer.concat(input).toString();
      const secrets = stdin === "" ? given : secretsGivenTo({ ...start, stdin });
      this.#judge(command, new Map([...this.#options.issued, ...secrets]), outputs, spool);
    };
    this.#open.add(finish);
    child.prependListener("close", finish);
  }

  #judge(
    command: readonly string[],
    secrets: Secrets,
    outputs: ReadonlyMap<string, readonly Buffer[]>,
    spool: string,
  ): void {
    const { watched } = this;
    watched.processes += 1;
    if (isDirect(command) && !this.#options.isStreamsOnly()) watched.direct += 1;
    for (const [value, name] of secrets) watched.secrets.set(value, name);
    const finder = new SecretFinder(secrets);
    const files = takeSpool(spool);
    watched.mirrored += files.processes;
    for (const [place, chunks] of [...outputs, ...files.written]) {
      const bytes = Buffer.concat(chunks);
      watched.bytes += bytes.length;
      for (const found of finder.find(bytes))
        this.#options.onLeak({ ...found, place, command: command.join(" ") });
    }
  }

  /** They are no objects of their own; the result has the output. */
  #installSync(): void {
    const { spawnSync } = childProcess;
    const watched = (...given: readonly unknown[]) => {
      const [file, second, third] = given;
      const args = Array.isArray(second) ? second.map(String) : [];
      const options: childProcess.SpawnSyncOptions = {
        ...((Array.isArray(second) ? third : second) as object),
      };
      const env = Object.fromEntries(
        Object.entries(options.env ?? process.env).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as const],
        ),
      );
      const spool = makeSpool(this.#options.folder);
      const start = { env, cwd: String(options.cwd ?? process.cwd()) };
      const stdin = options.input === undefined ? "" : String(options.input);
      const secrets = secretsGivenTo({ ...start, stdin });
      const result = spawnSync(String(file), args, {
        ...options,
        env: { ...env, ...this.#mirrored(env, spool) },
      });
      const outputs = (result.output ?? []).flatMap((output, fd) =>
        output === null ? [] : [[streamNames[fd] ?? `descriptor ${fd}`, [Buffer.from(output)]] as const],
      );
      this.#judge(
        [String(file), ...args],
        new Map([...this.#options.issued, ...secrets]),
        new Map(outputs),
        spool,
      );
      return result;
    };
    Object.assign(childProcess, { spawnSync: watched });
    syncBuiltinESMExports();
  }
}

const streamNames = ["standard input", "standard output", "standard error"];

function fromPairs(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]),
  );
}
