import { spawn } from "node:child_process";
import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { concurrency } from "../kinds.ts";
import type { Bench, Measured, Measurement, Sample } from "../measurement.ts";
import { runRounds } from "../run-rounds.ts";
import { idOf } from "../server/answers.ts";

/** A run takes ten seconds and more. */
const mostRounds = 2;
const version = "1.32";

/**
 * A peer for information: `terraform plan` with one `check` block with a data source for each cluster.
 * Nothing is downloaded for it: the AWS provider has to be on this machine already.
 */
export const terraform: Measurement = {
  name: "terraform",
  title: "Terraform",
  async measure(bench) {
    const reason = await findReasonNot(bench.terraformPlugins);
    if (reason !== undefined)
      return { figures: [], limits: [], notes: [`Terraform was not measured: ${reason}.`] };
    return measurePlan(bench);
  },
};

async function findReasonNot(plugins: string | undefined): Promise<string | undefined> {
  if (plugins === undefined) return "no folder of its plugins was named with --terraform-plugins DIR";
  const folder = join(plugins, "registry.terraform.io", "hashicorp", "aws");
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return `there is no AWS provider in ${plugins}`;
  const { exitCode } = await runAccounted(["terraform", "version"], process.cwd());
  return exitCode === 0 ? undefined : "there is no terraform on the PATH";
}

async function measurePlan(bench: Bench): Promise<Measured> {
  const clusters = bench.sizes.small;
  const folder = join(bench.folder, "terraform");
  await mkdir(folder);
  await writeFile(join(folder, "main.tf"), writeConfiguration(bench, clusters));
  const init = ["terraform", "init", "-input=false", "-no-color", `-plugin-dir=${bench.terraformPlugins}`];
  const started = await runAccounted(init, folder);
  if (started.exitCode !== 0)
    throw new Error(`terraform init: exit code ${started.exitCode}\n${started.output.slice(-500)}`);
  const plan = [
    "terraform",
    "plan",
    "-input=false",
    "-no-color",
    "-lock=false",
    `-parallelism=${concurrency}`,
  ];
  const run = async (): Promise<Sample> => {
    await bench.server.reset(0);
    const { exitCode, output, wallMs, cpuMs } = await runAccounted(plan, folder);
    const { requests, cpuMs: serverCpuMs } = await bench.server.counts();
    if (exitCode !== 0 || requests < clusters || output.includes("Warning"))
      throw new Error(`terraform plan: exit code ${exitCode}, ${requests} requests\n${output.slice(-500)}`);
    return { wallMs, cpuMs, peakMb: null, requests, serverCpuMs };
  };
  const kinds = { plan: { name: "terraform plan, EKS", clusters, run } };
  const { plan: figure } = await runRounds(kinds, Math.min(bench.rounds, mostRounds), bench.tell);
  return { figures: [figure], limits: [] };
}

function writeConfiguration({ server }: Bench, clusters: number): string {
  // One block a cluster: with `for_each` over all names it takes several times as long.
  const blocks = Array.from(
    { length: clusters },
    (_, index) => `check "cluster-${index}" {
  data "aws_eks_cluster" "cluster-${index}" {
    name = "${idOf(index)}"
  }
  assert {
    condition     = data.aws_eks_cluster.cluster-${index}.version == "${version}"
    error_message = "it has another version"
  }
}
`,
  );
  return `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "BENCHMARKKEY"
  secret_key                  = "benchmark-secret"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  endpoints {
    eks = "${server.url}/eks"
  }
}
${blocks.join("")}`;
}

interface Accounted {
  readonly exitCode: number | null;
  readonly output: string;
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The shell tells what all of its children took, to which the plugins belong that Terraform starts. */
async function runAccounted(command: readonly string[], cwd: string): Promise<Accounted> {
  const startedAt = performance.now();
  const child = spawn("/bin/sh", ["-c", '"$@"; code=$?; times >&3; exit $code', "sh", ...command], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [exitCode, ...texts] = await Promise.all([ended, ...child.stdio.slice(1).map(textOf)]);
  const [stdout = "", stderr = "", times = ""] = texts;
  const ofChildren = times.split("\n")[1] ?? "";
  const cpuMs = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
  return { exitCode, output: stdout + stderr, wallMs: performance.now() - startedAt, cpuMs };
}

function textOf(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new TypeError("the program was started without this pipe");
  return text(stream);
}
