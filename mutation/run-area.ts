import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { type Area, leastScore } from "./areas.ts";

export type Mutant = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

/** Mutates a copy of the sources in a folder for temporary files and runs the area's tests against every mutant. */
export async function runArea(name: string, { sources }: Area): Promise<readonly Mutant[]> {
  // The processes that run the tests read it in `vitest.config.ts`. Stryker's own list of tests would be shorter to write, but
  // with it (10.1.1) a mutant in what a module does when it is loaded never comes to life.
  process.env.MUTATED_AREA = name;
  const stryker = new Stryker({
    mutate: [...sources, "!**/*.test.ts"],
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "mutation/vitest.config.ts", related: false },
    coverageAnalysis: "perTest",
    concurrency: 2,
    // A busy machine is no mutant that never ends.
    timeoutMS: 20_000,
    thresholds: { high: 100, low: leastScore, break: leastScore },
    reporters: ["progress-append-only"],
    allowConsoleColors: false,
    tempDirName: mkdtempSync(join(tmpdir(), "upgradectl-mutants-")),
    cleanTempDir: "always",
    // None: it would be rewritten with TypeScript's former programming interface.
    tsconfigFile: "none",
    ignorePatterns: ["apps", "bench", "docs", "examples", "proof", "release", "schemas", "**/dist"],
  });
  return stryker.runMutationTest();
}
