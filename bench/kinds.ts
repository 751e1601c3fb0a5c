// The programs that are measured: the real one, and the floors beside it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Api, writeFleet } from "./manifests.ts";
import type { Bench } from "./measurement.ts";
import { program, runNode } from "./run-program.ts";
import type { Kind } from "./run-rounds.ts";
import { versions } from "./server/answers.ts";

export const concurrency = 50;

interface NodeKind {
  readonly name: string;
  readonly clusters: number;
  /** How many requests the server has to see; another number is no measurement of the same. */
  readonly requests: number;
  readonly latencyMs?: number;
}

/** Node with these arguments, its standard output sent to the null device. */
export function nodeKind(bench: Bench, kind: NodeKind, args: readonly string[]): Kind {
  const { name, clusters, requests, latencyMs = 0 } = kind;
  return {
    name,
    clusters,
    async run() {
      await bench.server.reset(latencyMs);
      const run = await runNode(args, { cwd: bench.folder, stdout: "drop" });
      const counts = await bench.server.counts();
      if (run.exitCode !== 0 || counts.requests !== requests || counts.unknown > 0)
        throw new Error(
          `${name}: exit code ${run.exitCode}, ${counts.requests} requests instead of ${requests}, ${counts.unknown} of them unknown\n${run.stderr}`,
        );
      const { wallMs, cpuMs, peakMemoryMb } = run;
      return { wallMs, cpuMs, peakMb: peakMemoryMb, requests, serverCpuMs: counts.cpuMs };
    },
  };
}

export interface CheckOptions {
  readonly name: string;
  readonly api: Api;
  readonly clusters: number;
  /** Whether rows of the account's list do for the bench's clusters. */
  readonly list?: boolean;
  readonly latencyMs?: number;
  /** Default `json`. */
  readonly output?: "json" | "ndjson";
}

/** `upgradectl check` of a healthy fleet. Exit code 0 says that every cluster was found to be as declared. */
export async function checkKind(bench: Bench, options: CheckOptions): Promise<Kind> {
  const { api, clusters, list = api === "ack", output = "json" } = options;
  const manifest = await keepManifest(bench, { api, clusters, list });
  const args = [program, "check", manifest, "--concurrency", `${concurrency}`, "-o", output];
  return nodeKind(bench, { ...options, requests: requestsOf(api, clusters, list) }, args);
}

/** ACK's pages have 50 rows, which lack the tasks; the bench's have 100, and all that there is to know. */
function requestsOf(api: Api, clusters: number, list: boolean): number {
  if (api === "ack") return clusters === 1 ? 2 : Math.ceil(clusters / 50) + clusters;
  return list ? Math.ceil(clusters / 100) : clusters;
}

export async function keepManifest(
  bench: Bench,
  options: { readonly api: Api; readonly clusters: number; readonly list: boolean },
): Promise<string> {
  const name = `${options.api}-${options.clusters}${options.list ? "-list" : ""}.yaml`;
  await writeFile(
    join(bench.folder, name),
    writeFleet({ ...options, url: bench.server.url, folder: bench.folder }),
  );
  return name;
}

/** A loop of `undici.request` that reads the same URLs' text, and nothing else. */
export function bareLoop(bench: Bench, clusters: number): Kind {
  const args = ["floors/bare-loop.js", bench.server.url, `${clusters}`, `${concurrency}`];
  return floorKind(bench, { name: "bare loop of undici.request", clusters, requests: clusters }, args);
}

/** The shortest honest program for the bench's API. */
export function handWritten(bench: Bench, clusters: number): Kind {
  const args = ["floors/hand-written.js", bench.server.url, `${clusters}`, `${concurrency}`, versions.bench];
  return floorKind(bench, { name: "hand-written program", clusters, requests: clusters }, args);
}

/** Alibaba's own client, reading what `alibaba-ack` reads. */
export function officialSdk(bench: Bench, clusters: number): Kind {
  const args = ["floors/official-sdk.js", bench.server.url, `${clusters}`, `${concurrency}`, versions.ack];
  const requests = requestsOf("ack", clusters, true);
  return floorKind(bench, { name: "official SDK, ACK", clusters, requests }, args);
}

function floorKind(bench: Bench, kind: NodeKind, [file = "", ...rest]: readonly string[]): Kind {
  return nodeKind(bench, kind, [fileURLToPath(new URL(file, import.meta.url)), ...rest]);
}
