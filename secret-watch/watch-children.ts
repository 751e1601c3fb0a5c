import childProcess, { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { SecretFinder } from "./find-secrets.ts";
import { type Start, secretsGivenTo } from "./given-secrets.ts";
import type { Secrets } from "./secrets.ts";

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

const mirror = fileURLToPath(new URL("mirror-writes.cjs", import.meta.url));
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
  #count = 0;

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
    const spool = this.#spool();
    options.envPairs = [
      ...(options.envPairs ?? []).filter((text) => !/^(NODE_OPTIONS|SECRET_WATCH_\w+)=/.test(text)),
      ...Object.entries(this.#mirrored(env, spool)).map(([name, value]) => `${name}=${value}`),
    ];
    const command = [options.file ?? "", ...(options.args ?? []).slice(1)];
    const start = { env, cwd: options.cwd ?? process.cwd() };
    const secrets = secretsGivenTo(start);
    return (child) => this.#watch(child, command, start, secrets, spool);
  }

  #spool(): string {
    this.#count += 1;
    const folder = join(this.#options.folder, `${process.pid}-${this.#count}`);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  #mirrored(env: Readonly<Record<string, string>>, spool: string): Readonly<Record<string, string>> {
    const { NODE_OPTIONS: given } = env;
    if (this.#options.isStreamsOnly()) return given === undefined ? {} : { NODE_OPTIONS: given };
    const options = `${given === undefined ? "" : `${given} `}--require ${JSON.stringify(mirror)}`;
    const spools = [env.SECRET_WATCH_SPOOL, spool].filter((folder) => folder !== undefined).join(delimiter);
    return { NODE_OPTIONS: options, SECRET_WATCH_SPOOL: spools, SECRET_WATCH_PARENT: String(process.pid) };
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
      const spool = this.#spool();
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

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === "object" && stream !== null && "push" in stream;
}

/** Without making it flow: the bytes are seen on their way to whoever reads them. */
function listenTo(stream: Readable): Buffer[] {
  const chunks: Buffer[] = [];
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding) => {
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    return push(chunk, encoding);
  };
  return chunks;
}

function listenToInput(stream: Writable): Buffer[] {
  const chunks: Buffer[] = [];
  const write = stream._write.bind(stream);
  stream._write = (chunk: unknown, encoding, done) => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    write(chunk, encoding, done);
  };
  return chunks;
}

/** What processes said that they write, by file; the spool is gone then. */
function takeSpool(spool: string): {
  readonly processes: number;
  readonly written: ReadonlyMap<string, Buffer[]>;
} {
  const written = new Map<string, Buffer[]>();
  let processes = 0;
  for (const name of readdirSync(spool)) {
    const bytes = readFileSync(join(spool, name));
    processes += 1;
    let at = 0;
    for (let end = bytes.indexOf("\n"); end >= 0; end = bytes.indexOf("\n", at)) {
      const [place, length]: [string, number] = JSON.parse(bytes.toString("utf8", at, end));
      const chunks = written.get(place) ?? [];
      chunks.push(bytes.subarray(end + 1, end + 1 + length));
      written.set(place, chunks);
      at = end + 1 + length;
    }
  }
  rmSync(spool, { recursive: true, force: true });
  return { processes, written };
}
