import { readFile, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import {
  type Diagnostic,
  exchangesFile,
  headFile,
  type ManifestDigest,
  type ManifestFile,
  parseRecording,
  type RecordedPlugin,
  Replay,
} from "@upgradectl/core";
import type { Command, CommandInput } from "./command-input.ts";
import { reasonOf } from "./reason-of.ts";
import { digestOf } from "./run-recording.ts";
import { UsageError } from "./usage-error.ts";
import type { World } from "./world.ts";

/** A run that takes everything from a recording, its time too. */
export async function replayRun(named: string, input: CommandInput, run: Command): Promise<number> {
  const { world, redactor } = input;
  const folder = resolve(world.cwd, named);
  const head = await readPart(folder, headFile, named);
  const { recording, problem } = parseRecording(head, await readPart(folder, exchangesFile, named));
  if (problem !== undefined) {
    const { file, line, summary, hint } = problem;
    const place = `${join(named, file)}${line === undefined ? "" : `, line ${line}`}`;
    throw new UsageError(`--replay ${place}: ${summary}`, hint);
  }
  const replay = new Replay(recording, redactor);
  const { manifests, plugins = [] } = recording.head;
  return run({
    ...input,
    world: replayedWorld(world, replay),
    recording: {
      env: replay.env,
      wrap: (surroundings) => replay.wrap(surroundings),
      hold: (work) => replay.clock.hold(work),
      takeManifests: async (files) => requireSame(files, manifests, named),
      takePlugins: (found) => describeOthers(found, plugins, named),
    },
  });
}

function replayedWorld(world: World, replay: Replay): World {
  return {
    ...world,
    clock: replay.clock,
    // It is over at once: nothing is to show that it goes on.
    every: () => () => {},
    onStop: (stop) => {
      const endings = [replay.onStop(stop), world.onStop(stop)];
      return () => {
        for (const end of endings) end();
      };
    },
    onIdle: (idle) =>
      world.onIdle(() => {
        if (!replay.clock.ringNext()) idle();
      }),
  };
}

async function readPart(folder: string, name: string, named: string): Promise<string> {
  try {
    const path = await realpath(join(folder, name));
    // Somebody else's folder says what is read, and a message says of what is wrong.
    if (!path.startsWith(`${await realpath(folder)}${sep}`))
      throw new Error("it is a link out of the folder");
    // A pipe that nobody writes to would be read for ever.
    if (!(await stat(path)).isFile()) throw new Error("it is not a file");
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(
      `--replay "${named}" is no complete recording: ${join(named, name)} cannot be read: ${reasonOf(error)}`,
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
  const names = JSON.stringify(recorded.map(({ file }) => file).join(", "));
  const other = digests.find(({ sha256 }, index) => recorded[index]?.sha256 !== sha256);
  const isKnown = (digest: ManifestDigest) => recorded.some(({ sha256 }) => sha256 === digest.sha256);
  if (digests.length !== recorded.length && digests.every(isKnown))
    throw new UsageError(
      `"${named}" was recorded with ${countOf(recorded)} (${names}), and there are ${digests.length} now`,
      "Name the same manifests in the same order.",
    );
  if (digests.length === recorded.length && other !== undefined && digests.every(isKnown))
    throw new UsageError(
      `the manifests are not in the order in which "${named}" was recorded (${names})`,
      "Name the same manifests in the same order.",
    );
  const stranger = digests.find((digest) => !isKnown(digest)) ?? other;
  if (stranger !== undefined)
    throw new UsageError(
      `the manifest "${stranger.file}" is not the one that "${named}" was recorded with (${names})`,
      "Replay with the manifest as it was, or record again.",
    );
}

/** Plugins of another version than the recorded one may ask for something else, and make something else of the answers. */
function describeOthers(
  found: readonly RecordedPlugin[],
  recorded: readonly RecordedPlugin[],
  named: string,
): readonly Diagnostic[] {
  return found.flatMap((plugin): readonly Diagnostic[] => {
    const before = recorded.filter(({ source }) => source === plugin.source).map(nameOf);
    if (before.length === 0 || before.includes(nameOf(plugin))) return [];
    return [
      {
        severity: "warning",
        code: "replayed-otherwise",
        summary: `"${named}" was recorded with ${before.join(" and ")} for \`${plugin.source}\`; this replay uses ${nameOf(plugin)}`,
        hint: "The report may differ from the recorded run's; for the same one, install the version that was recorded.",
      },
    ];
  });
}

function nameOf({ package: name, version }: RecordedPlugin): string {
  return `${name} ${version ?? "without a version"}`;
}

function countOf(recorded: readonly ManifestDigest[]): string {
  return `${recorded.length} manifest${recorded.length === 1 ? "" : "s"}`;
}
