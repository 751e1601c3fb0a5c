import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { huawei, manifest, simulate } from "./clouds.ts";
import { parseYaml } from "./recipes.ts";
import { folderWith, namesOf } from "./run-cli.ts";
import { runProgram, runScript } from "./run-script.ts";
import { stubPrograms } from "./stub-programs.ts";

const target = "v1.29.8-r4";
const names = ["payments", ...[1, 2, 3, 4, 5, 6, 7].map((number) => `shop-${number}`)];

function example(path: string): string {
  return fileURLToPath(new URL(`../../../examples/${path}`, import.meta.url));
}

/** Eight clusters, of which `payments` may be behind, with the stub programs. */
async function fleetFolder(payments: string = target) {
  const simulator = await simulate(
    huawei(names.map((name) => ({ name, id: name, version: name === "payments" ? payments : target }))),
  );
  const clusters = names.map((name) => ({ name, id: name, provider: "hw", targetVersion: target }));
  const cwd = await folderWith({ "upgradectl.yaml": manifest(simulator.url, clusters) });
  return { cwd, stubs: await stubPrograms(cwd) };
}

async function namesIn(file: string): Promise<readonly string[]> {
  return namesOf(JSON.parse(await readFile(file, "utf8")));
}

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
  }[];
}

interface Job {
  readonly kind: "Job";
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly parallelism: number;
    readonly podFailurePolicy: {
      readonly rules: readonly { readonly onExitCodes?: { readonly containerName: string } }[];
    };
    readonly template: { readonly spec: { readonly containers: readonly [Container] } };
  };
}

function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "Job";
}

describe("the Indexed Job", async () => {
  const text = await readFile(example("kubernetes-indexed-job/job.yaml"), "utf8");
  const job = parseYaml(text).find(isJob);
  if (job === undefined) throw new Error("there is no Job");
  const [container] = job.spec.template.spec.containers;

  /** Runs the pods as Kubernetes does: each with its index, all at the same time; all but the lost ones. */
  async function runPods(
    { cwd, stubs }: Awaited<ReturnType<typeof fleetFolder>>,
    lost: readonly number[] = [],
  ) {
    const uid = "0f5b4b3e-7c50-4a1c-9a3c-5a4f0f8f5c11";
    const env = Object.fromEntries(
      container.env.map(({ name, value, valueFrom }) => {
        const path = valueFrom?.fieldRef.fieldPath;
        if (path !== undefined) expect(path).toBe("metadata.labels['batch.kubernetes.io/controller-uid']");
        return [name, value ?? uid];
      }),
    );
    const place = { REPORTS: join(cwd, "reports"), ...(lost.length > 0 ? { MERGE_WAITS: "2" } : {}) };
    const indexes = Array.from({ length: job?.spec.completions ?? 0 }, (_, index) => index);
    const pods = await Promise.all(
      indexes.map((index) =>
        lost.includes(index)
          ? undefined
          : runProgram([...container.command, ...container.args], {
              cwd,
              env: { ...env, ...place, PATH: stubs.path, JOB_COMPLETION_INDEX: `${index}` },
            }),
      ),
    );
    return { folder: join(cwd, "reports", uid), pods, merging: pods.at(-1), calls: await stubs.calls() };
  }

  it("has a pod for each shard and one that merges, and judges the container that there is", () => {
    const shards = Number(container.env.find(({ name }) => name === "SHARDS")?.value);
    expect(job.spec).toMatchObject({
      completionMode: "Indexed",
      completions: shards + 1,
      parallelism: shards + 1,
    });
    const judged = job.spec.podFailurePolicy.rules.flatMap(({ onExitCodes }) => onExitCodes ?? []);
    expect(judged.map(({ containerName }) => containerName)).toEqual([container.name]);
  });

  it("ends with 0 where all is as declared", { timeout: 60_000 }, async () => {
    const { folder, pods, merging, calls } = await runPods(await fleetFolder());
    expect(pods.map((pod) => pod?.code)).toEqual([0, 0, 0, 0, 0]);
    expect(merging?.stdout).toContain("8 clusters: 8 converged");
    expect(await namesIn(join(folder, "fleet.json"))).toEqual(names);
    for (const shard of [1, 2, 3, 4])
      expect(calls.filter((call) => call.includes(`--shard ${shard}/4 `))).toHaveLength(1);
  });

  it("ends with the fleet's code, and the pods of the shards with 0", { timeout: 60_000 }, async () => {
    const { pods } = await runPods(await fleetFolder("v1.28.15-r2"));
    expect(pods.map((pod) => pod?.code)).toEqual([0, 0, 0, 0, 2]);
  });

  it("ends with 5 where a pod is lost for good, and names its report", { timeout: 60_000 }, async () => {
    const { pods, merging, folder } = await runPods(await fleetFolder(), [2]);
    expect(pods.map((pod) => pod?.code)).toEqual([0, 0, undefined, 0, 5]);
    expect(merging?.stderr).toContain(`${folder}/3.json`);
  });

  it("ends with 5 where nothing could be asked, and says why", { timeout: 60_000 }, async () => {
    const fleet = await fleetFolder();
    await writeFile(join(fleet.cwd, "upgradectl.yaml"), "kind: Fleet\n");
    const { pods, merging } = await runPods(fleet);
    expect(pods.map((pod) => pod?.code)).toEqual([5, 5, 5, 5, 5]);
    expect(merging?.stderr).toContain("its run ended with exit code 5");
  });
});

interface Workflow {
  readonly jobs: Readonly<
    Record<
      "shard" | "merge",
      {
        readonly if?: string;
        readonly needs?: string;
        readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
        readonly steps: readonly {
          readonly run?: string;
          readonly env?: Readonly<Record<string, string>>;
          readonly with?: Readonly<Record<string, string>>;
        }[];
      }
    >
  >;
}

describe("the matrix of GitHub Actions", async () => {
  const text = await readFile(example("github-matrix/fleet.yaml"), "utf8");
  const { shard, merge } = (parseYaml(text) as readonly [Workflow])[0].jobs;
  const numbers = shard.strategy?.matrix.shard ?? [];

  /** Each job in a folder of its own, as on runners; artifacts are files that are copied. */
  async function runJobs(
    { cwd, stubs }: Awaited<ReturnType<typeof fleetFolder>>,
    lost: readonly number[] = [],
  ) {
    const fill = (template: string, number: number) =>
      template
        .replaceAll("${{ matrix.shard }}", `${number}`)
        .replaceAll("${{ strategy.job-total }}", `${numbers.length}`);
    const merging = join(cwd, "merging");
    await mkdir(merging);
    const codes = await Promise.all(
      numbers.map(async (number) => {
        const runner = join(cwd, `runner-${number}`);
        await mkdir(runner);
        await copyFile(join(cwd, "upgradectl.yaml"), join(runner, "upgradectl.yaml"));
        const step = shard.steps.find(({ run }) => run !== undefined);
        const env = Object.entries(step?.env ?? {}).map(([name, value]) => [name, fill(value, number)]);
        const { code } = await runScript(step?.run ?? "", {
          cwd: runner,
          env: { ...Object.fromEntries(env), PATH: stubs.path },
        });
        const artifact = fill(shard.steps.find((each) => each.with?.path)?.with?.path ?? "", number);
        if (!lost.includes(number)) await copyFile(join(runner, artifact), join(merging, artifact));
        return code;
      }),
    );
    const step = merge.steps.find(({ run }) => run !== undefined);
    const merged = await runScript(step?.run ?? "", { cwd: merging, env: { PATH: stubs.path } });
    return { codes, merged, merging };
  }

  it("merges also where a shard failed", () => {
    expect(merge).toMatchObject({ needs: "shard", if: "${{ !cancelled() }}" });
  });

  it("takes 0 to 4 of the shards for results; the fleet's code is the merge's", {
    timeout: 60_000,
  }, async () => {
    const { codes, merged, merging } = await runJobs(await fleetFolder("v1.28.15-r2"));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(merged.code).toBe(2);
    expect(merged.stdout).toContain("8 clusters: 7 converged, 1 behind");
    expect(await namesIn(join(merging, "fleet.json"))).toEqual(names);
    expect(await readdir(merging)).toContain("fleet.html");
  });

  it("says which shard's artifact is missing", { timeout: 60_000 }, async () => {
    const { merged } = await runJobs(await fleetFolder(), [3]);
    expect(merged.code).toBe(5);
    expect(merged.stderr).toContain("6 of 8 clusters are in these reports: shard 3/4 is missing");
  });

  it("fails a shard that could ask nothing", { timeout: 60_000 }, async () => {
    const fleet = await fleetFolder();
    await writeFile(join(fleet.cwd, "upgradectl.yaml"), "kind: Fleet\n");
    const { codes, merged } = await runJobs(fleet);
    expect(codes).toEqual([5, 5, 5, 5]);
    expect(merged.code).toBe(5);
  });
});

describe("GNU parallel", () => {
  /** In the place of the real one, which few machines have: a job for each line of standard input, all at once. */
  const parallel = `#!/bin/bash
[ "$1" = --jobs ] && [ "$3" = --quote ] || exit 255
shift 3
while read -r line; do "\${@//\\{\\}/$line}" & jobs+=($!); done
failed=0
for job in "\${jobs[@]}"; do wait "$job" || failed=$((failed + 1)); done
exit "$failed"
`;

  async function run({ cwd, stubs }: Awaited<ReturnType<typeof fleetFolder>>) {
    const path = join(cwd, "stubs", "parallel");
    await writeFile(path, parallel);
    await chmod(path, 0o755);
    const script = example("gnu-parallel/check-fleet.sh");
    const env = { PATH: stubs.path, TMPDIR: cwd };
    return runProgram([script, "3", "upgradectl.yaml"], { cwd, env });
  }

  it.each([
    ["as declared", target, 0],
    ["behind", "v1.28.15-r2", 2],
  ])("ends with the code of a fleet that is %s", { timeout: 60_000 }, async (_what, version, code) => {
    const fleet = await fleetFolder(version);
    const result = await run(fleet);
    expect(result.code, result.stderr).toBe(code);
    expect(result.stdout).toContain("8 clusters: ");
    expect(await namesIn(join(fleet.cwd, "fleet.json"))).toEqual(names);
    expect((await fleet.stubs.calls()).filter((call) => call.includes("--shard"))).toHaveLength(3);
    expect((await readdir(fleet.cwd)).filter((name) => name.startsWith("tmp."))).toEqual([]);
  });

  it("ends with 5 where nothing could be asked", { timeout: 60_000 }, async () => {
    const fleet = await fleetFolder();
    await writeFile(join(fleet.cwd, "upgradectl.yaml"), "kind: Fleet\n");
    const result = await run(fleet);
    expect(result.code).toBe(5);
    expect(result.stderr).toContain("its run ended with exit code 5");
  });
});
