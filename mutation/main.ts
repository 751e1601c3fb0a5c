import { readFileSync, writeFileSync } from "node:fs";
import { type Area, areas, leastScore } from "./areas.ts";
import { runArea } from "./run-area.ts";
import { countMutants, percentOf, type Score } from "./score.ts";
import { describeSurvivor, findOutdated, findUnargued } from "./survivor.ts";
import { survivors } from "./survivors.ts";
import { drawTables, replaceTables } from "./tables.ts";

/* `pnpm mutate` breaks the code that must not lie, one change at a time, and counts the changes that no test notices. */

const root = new URL("..", import.meta.url).pathname;
const scoresFile = new URL("scores.json", import.meta.url);
const pageFile = new URL("README.md", import.meta.url);

async function measure(name: string, area: Area): Promise<boolean> {
  const mutants = await runArea(name, area);
  const score = countMutants(mutants);
  const found = mutants
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map((mutant) => describeSurvivor(mutant, root));
  const files = new Set(mutants.map(({ fileName }) => fileName.slice(root.length)));
  const unargued = findUnargued(found, survivors);
  const outdated = findOutdated(found, survivors, files);
  writeScore(name, score);
  const lines = [
    `${name}: ${percentOf(score).toFixed(1)} % of ${score.mutants} mutants; expected at least ${leastScore} %.`,
    ...unargued.map(
      ({ file, row, change }) =>
        `  ${file}:${row}: ${change}: survives; test it, or argue in mutation/survivors/${name}.ts.`,
    ),
    ...outdated.map(
      (entry) => `  ${entry}: does not survive any more; strike it out in mutation/survivors/${name}.ts.`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return percentOf(score) >= leastScore && unargued.length === 0 && outdated.length === 0;
}

function writeScore(name: string, score: Score): void {
  const known: Readonly<Record<string, Score>> = JSON.parse(readFileSync(scoresFile, "utf8"));
  const scores = Object.fromEntries(
    Object.keys(areas).flatMap((area) => {
      const current = area === name ? score : known[area];
      return current === undefined ? [] : [[area, current]];
    }),
  );
  writeFileSync(scoresFile, `${JSON.stringify(scores, null, 2)}\n`);
  const page = readFileSync(pageFile, "utf8");
  writeFileSync(pageFile, replaceTables(page, drawTables(scores, survivors)));
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(areas, name));
if (unknown.length > 0) {
  const known = Object.keys(areas).join(", ");
  process.stderr.write(
    `No area is called ${unknown.join(" or ")}; expected one of ${known}, or none for all.\n`,
  );
  process.exitCode = 1;
} else {
  for (const [name, area] of Object.entries(areas))
    if ((asked.length === 0 || asked.includes(name)) && !(await measure(name, area))) process.exitCode = 1;
}
