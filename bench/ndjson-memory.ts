// Whether `-o ndjson` reads a large fleet in bounded memory: the peak of ten times the clusters against that of the fewer.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildScenario, writeManifest } from "./fleet.ts";
import { runProgram } from "./run-program.ts";

const { values } = parseArgs({
  options: {
    clusters: { type: "string", default: "1000" },
    format: { type: "string", default: "ndjson" },
    rounds: { type: "string", default: "3" },
  },
});
const few = Number(values.clusters);
/** Of the peaks; more fails. */
const highestRatio = 1.3;

const folder = await mkdtemp(join(tmpdir(), "upgradectl-bench-"));
try {
  const [least, most] = [await peakOf(few), await peakOf(few * 10)];
  const ratio = Math.round((most / least) * 100) / 100;
  const isGood = ratio <= highestRatio;
  console.log(
    `-o ${values.format}: ${Math.round(least)} MB for ${few} clusters, ${Math.round(most)} MB for ${few * 10}: ${ratio} times, at most ${highestRatio} is wanted: ${isGood ? "good" : "too much"}`,
  );
  if (!isGood) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}

/** The lowest peak of all rounds in MB: what more there was in others is garbage that nobody had to collect yet. */
async function peakOf(clusters: number): Promise<number> {
  const clouds = fork(new URL("simulated-clouds.ts", import.meta.url), [`${clusters}`, "0"]);
  try {
    const { url } = await readyOf(clouds);
    const manifest = `${clusters}.yaml`;
    await writeFile(
      join(folder, manifest),
      writeManifest(buildScenario(clusters, 0), url, "alibaba", "fleet"),
    );
    const peaks: number[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const args = ["check", manifest, "--concurrency", "50", "-o", values.format];
      const run = await runProgram(args, folder);
      if (run.exitCode !== 0) throw new Error(`exit code ${run.exitCode}\n${run.stderr}`);
      // A slow run has heartbeats too.
      const told = run.stdout.split("\n").filter((line) => line.startsWith('{"type":"cluster"')).length;
      if (values.format === "ndjson" && told !== clusters) throw new Error("not every cluster was told");
      peaks.push(run.peakMemoryMb);
    }
    return Math.min(...peaks);
  } finally {
    if (clouds.connected) clouds.disconnect();
  }
}

async function readyOf(clouds: ChildProcess): Promise<{ readonly url: string }> {
  const [message] = await once(clouds, "message");
  return message;
}
