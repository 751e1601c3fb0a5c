import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  exchangesFile,
  headFile,
  type ManifestDigest,
  type ManifestFile,
  parseRecording,
  Recorder,
  Replay,
  type Surroundings,
} from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { flagValue, isSet, single } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { World } from "./world.ts";

/** What stands between a run and what it takes from outside, where it is recorded or replayed. */
export interface RunRecording {
  /** The environment that manifests and plugins see. */
  readonly env: World["env"];
  readonly wrap: (surroundings: Surroundings) => Surroundings;
  /** Told of the manifests as soon as they are read. Throws a `UsageError` where they are not the recorded ones. */
  readonly takeManifests: (files: readonly ManifestFile[]) => void;
}

type Run = (input: CommandInput) => Promise<number>;

/** Runs with `--record` or `--replay`, if either was given. */
export async function withRecording(command: string, input: CommandInput, run: Run): Promise<number> {
  const { flags } = input;
  const record = folderFlag(input, "record");
  const replay = folderFlag(input, "replay");
  if (record !== undefined && replay !== undefined)
    throw new UsageError("--record and --replay exclude each other", "Give one of them.");
  if (replay !== undefined) return replayRun(replay, input, run);
  if (record === undefined) return run(input);
  if (isSet(flags, "dry-run"))
    throw new UsageError("--dry-run asks nothing, so there is nothing to --record", "Give one of them.");
  return recordRun(record, command, input, run);
}

function folderFlag({ flags }: CommandInput, name: string): string | undefined {
  const folder = single(name, flagValue(flags, name));
  if (folder === "")
    throw new UsageError(`--${name} names no folder`, "An unset variable on the command line?");
  return folder;
}

async function recordRun(named: string, command: string, input: CommandInput, run: Run): Promise<number> {
  const { world, redactor, version } = input;
  const { clock } = world;
  const folder = resolve(world.cwd, named);
  await clearFolder(folder, named);
  const lines = createWriteStream(join(folder, exchangesFile));
  let failure: Error | undefined;
  lines.on("error", (error) => {
    failure ??= error;
  });
  const recorder = new Recorder({ env: world.env, clock, redactor, write: (line) => lines.write(line) });
  const startedAt = new Date(clock.now()).toISOString();
  let manifests: readonly ManifestDigest[] | undefined;
  const recording: RunRecording = {
    env: recorder.env,
    wrap: (surroundings) => recorder.wrap(surroundings),
    takeManifests: (files) => {
      manifests = files.map(digestOf);
    },
  };
  try {
    return await run({ ...input, recording });
  } finally {
    const tool = { name: "upgradectl", version } as const;
    const head =
      manifests === undefined ? undefined : recorder.finish({ tool, command, startedAt, manifests });
    await new Promise<void>((done) => lines.end(() => done()));
    await writeHead(folder, head, failure).catch((error: Error) => {
      throw new UsageError(`the recording could not be written to "${named}": ${error.message}`);
    });
  }
}

/** Written last: without it the rest is no recording. */
async function writeHead(
  folder: string,
  head: object | undefined,
  failure: Error | undefined,
): Promise<void> {
  if (failure !== undefined) throw failure;
  if (head === undefined) await rm(join(folder, exchangesFile), { force: true });
  else await writeFile(join(folder, headFile), `${JSON.stringify(head, null, 2)}\n`);
}

/** Makes the folder, or takes the recording out that is in it; what else may be in there is not ours. */
async function clearFolder(folder: string, named: string): Promise<void> {
  const failed = (error: Error) =>
    new UsageError(`--record cannot use the folder "${named}": ${error.message}`);
  try {
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    if (names.some((name) => name !== headFile && name !== exchangesFile))
      throw new UsageError(
        `--record would mix a recording with the other files in "${named}"`,
        "Name a folder that is empty, not there yet, or holds an earlier recording alone.",
      );
    for (const name of names) await rm(join(folder, name));
    await writeFile(join(folder, exchangesFile), "");
  } catch (error) {
    throw error instanceof UsageError || !(error instanceof Error) ? error : failed(error);
  }
}

async function replayRun(named: string, input: CommandInput, run: Run): Promise<number> {
  const { world, redactor } = input;
  const folder = resolve(world.cwd, named);
  const [head, exchanges] = await Promise.all([
    readPart(folder, headFile, named),
    readPart(folder, exchangesFile, named),
  ]);
  const { recording, problem } = parseRecording(head, exchanges);
  if (problem !== undefined) {
    const { file, line, summary, hint } = problem;
    const place = `${join(named, file)}${line === undefined ? "" : `, line ${line}`}`;
    throw new UsageError(`--replay ${place}: ${summary}`, hint);
  }
  const replay = new Replay(recording, redactor);
  const recorded = recording.head.manifests;
  return run({
    ...input,
    world: { ...world, clock: replay.clock },
    recording: {
      env: replay.env,
      wrap: (surroundings) => replay.wrap(surroundings),
      takeManifests: (files) => requireSame(files, recorded, named),
    },
  });
}

async function readPart(folder: string, name: string, named: string): Promise<string> {
  try {
    return await readFile(join(folder, name), "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--replay "${named}" is no complete recording: ${reason}`,
      "Name the folder that a run with --record wrote to its end.",
    );
  }
}

/** A report of these clusters from what others answered would be a lie. */
function requireSame(
  files: readonly ManifestFile[],
  recorded: readonly ManifestDigest[],
  named: string,
): void {
  const digests = files.map(digestOf);
  const other = digests.find(({ sha256 }, index) => recorded[index]?.sha256 !== sha256);
  const names = recorded.map(({ file }) => file).join(", ");
  if (other !== undefined)
    throw new UsageError(
      `the manifest "${other.file}" is not the one that "${named}" was recorded with (${names})`,
      "Replay with the manifest as it was, or record again.",
    );
  if (digests.length !== recorded.length)
    throw new UsageError(
      `"${named}" was recorded with ${recorded.length} manifests (${names}), and there are ${digests.length} now`,
      "Name the same manifests.",
    );
}

function digestOf({ file, text }: ManifestFile): ManifestDigest {
  return { file, sha256: createHash("sha256").update(text).digest("hex") };
}
