import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { access, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  type Diagnostic,
  exchangesFile,
  headFile,
  type ManifestDigest,
  type RecordedPlugin,
  Recorder,
} from "@upgradectl/core";
import type { Command, CommandInput } from "./command-input.ts";
import { flagValue } from "./options.ts";
import { reasonOf } from "./reason-of.ts";
import { isTemporary, replaceFile } from "./replace-file.ts";
import { digestOf, type RunRecording } from "./run-recording.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";

/** A run of which everything that it takes from outside is kept in a folder. */
export async function recordRun(
  named: string,
  command: string,
  input: CommandInput,
  run: Command,
): Promise<number> {
  const { world, redactor, version } = input;
  const folder = new RecordingFolder(resolve(world.cwd, named), named);
  const write = (line: string) => folder.write(line);
  const recorder = new Recorder({ env: world.env, clock: world.clock, redactor, write });
  const startedAt = new Date(world.clock.now()).toISOString();
  let manifests: readonly ManifestDigest[] | undefined;
  let plugins: readonly RecordedPlugin[] = [];
  const recording: RunRecording = {
    env: recorder.env,
    wrap: (surroundings) => recorder.wrap(surroundings),
    hold: (work) => work,
    // Not earlier: a mistake on the command line takes no earlier recording away.
    takeManifests: async (files) => {
      await folder.open();
      manifests = files.map(digestOf);
    },
    takePlugins: (found) => {
      plugins = found;
      return [];
    },
  };
  const recorded: CommandInput["world"] = {
    ...world,
    clock: recorder.clock,
    onStop: (stop) =>
      world.onStop((signal) => {
        recorder.interrupt(signal);
        stop(signal);
      }),
  };
  try {
    return await run({ ...input, world: recorded, recording });
  } finally {
    if (manifests !== undefined) {
      const tool = { name: "upgradectl", version } as const;
      const head = recorder.finish({ tool, command, startedAt, manifests, plugins });
      const failure = await folder.close(head);
      // The run has its report and its exit code by now; neither is another for it.
      if (failure !== undefined) await tell([failure], { color: colorOf(input) }, input);
    }
  }
}

function colorOf({ flags }: CommandInput): string {
  const color = flagValue(flags, "color");
  return typeof color === "string" ? color : "auto";
}

/** Node's own way to make parents never ends below `/proc` (24.21, 2026-11). */
async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return; // what is no folder is found when it is read
    const parent = dirname(path);
    const isParentThere = await access(parent).then(
      () => true,
      () => false,
    );
    if (code !== "ENOENT" || isParentThere) throw error;
    await makeFolder(parent);
    await make();
  }
}

/** Holds one recording and nothing else. What is in it is for its owner's eyes, until they hand it over. */
export class RecordingFolder {
  readonly #path: string;
  readonly #named: string;
  #lines: WriteStream | undefined;
  #failure: Error | undefined;
  #drained: Promise<void> | undefined;

  constructor(path: string, named: string) {
    this.#path = path;
    this.#named = named;
  }

  /** Makes the folder, or takes the recording out that is in it; what else may be in there is not ours. */
  async open(): Promise<void> {
    try {
      await makeFolder(this.#path);
      const names = await readdir(this.#path);
      const left = names.filter(isTemporary);
      if (names.some((name) => name !== headFile && name !== exchangesFile && !left.includes(name)))
        throw new UsageError(
          `--record would mix a recording with the other files in "${this.#named}"`,
          "Name a folder that is empty, not there yet, or holds an earlier recording alone.",
        );
      // First what makes it one: a run that is killed leaves nothing that could be replayed.
      await rm(join(this.#path, headFile), { force: true });
      for (const name of left) await rm(join(this.#path, name), { force: true });
      // A file that is there keeps the mode that it has.
      await rm(join(this.#path, exchangesFile), { force: true });
      this.#lines = createWriteStream(join(this.#path, exchangesFile), { mode: 0o600 });
      this.#lines.on("error", (error) => {
        this.#failure ??= error;
      });
      await once(this.#lines, "open");
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`--record cannot use the folder "${this.#named}": ${reasonOf(error)}`);
    }
  }

  /** A promise where the disk is behind, the same one for all who wait. */
  write(line: string): Promise<void> | undefined {
    const lines = this.#lines;
    // One that failed takes no more, nor does one that was closed before the last answers came.
    if (lines === undefined || !lines.writable || lines.write(line)) return undefined;
    this.#drained ??= new Promise((done) => {
      const end = (): void => {
        lines.off("drain", end).off("close", end);
        this.#drained = undefined;
        done();
      };
      lines.on("drain", end).on("close", end);
    });
    return this.#drained;
  }

  /** Writes the head last: without it the rest is no recording. Returns what went wrong. */
  async close(head: object): Promise<Diagnostic | undefined> {
    const lines = this.#lines;
    await new Promise<void>((done) => (lines === undefined ? done() : lines.end(() => done())));
    try {
      if (this.#failure !== undefined) throw this.#failure;
      await replaceFile(join(this.#path, headFile), `${JSON.stringify(head, null, 2)}\n`, 0o600);
      return undefined;
    } catch (error) {
      return {
        severity: "error",
        code: "not-recorded",
        summary: `the recording could not be written to "${this.#named}": ${reasonOf(error)}`,
        hint: "The report and the exit code are those of the run; only its recording is lost.",
      };
    }
  }
}
