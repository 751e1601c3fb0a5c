import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * Looks longer for what must never be: `pnpm proof` for 100,000 observations through judging and every view,
 * `pnpm proof 20 packages/core` for twenty times the everyday search of one folder.
 */
const [scale = "200", ...paths] = process.argv.slice(2);
const wanted = paths.length === 0 ? ["apps/cli/src/views/every-view."] : paths;
const files = globSync("{apps,packages}/*/{src,test}/**/*.properties.test.ts").filter((file) =>
  wanted.some((path) => file.startsWith(path)),
);
const seed = process.env.UPGRADECTL_PROOF_SEED ?? String(Math.trunc(Math.random() * 2 ** 31));
const log = join(mkdtempSync(join(tmpdir(), "upgradectl-proof-")), "counts.ndjson");

interface Entry {
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
}

function run(): number {
  const env = {
    ...process.env,
    UPGRADECTL_PROOF_SCALE: scale,
    UPGRADECTL_PROOF_SEED: seed,
    UPGRADECTL_PROOF_LOG: log,
  };
  const { status } = spawnSync("npx", ["vitest", "run", ...files], { env, stdio: "inherit" });
  return status ?? 1;
}

function describeCounts(): string {
  const entries = readFileSync(log, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): Entry => JSON.parse(line));
  const rows = Object.entries(Object.groupBy(entries, ({ name }) => name)).map(([name, found = []]) => {
    const counts = Object.entries(
      Object.assign({}, ...found.map((entry) => entry.counts)) as Entry["counts"],
    );
    return `| ${name} | ${counts.map(([what, count]) => `${count.toLocaleString("en")} ${what}`).join(", ")} |`;
  });
  return ["| property | searched |", "| --- | --- |", ...rows].join("\n");
}

const status = run();
process.stdout.write(`\nScale ${scale}, seed ${seed}.\n\n${describeCounts()}\n`);
process.exitCode = status;
