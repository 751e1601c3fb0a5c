import { percentOf, type Score } from "./score.ts";
import type { Survivor } from "./survivor.ts";

const marks = ["<!-- written by the command: from here -->", "<!-- to here -->"] as const;

export function drawTables(scores: Readonly<Record<string, Score>>, survivors: readonly Survivor[]): string {
  const rows = Object.entries(scores).map(
    ([area, score]) =>
      `| ${area} | ${score.mutants} | ${score.killed} | ${score.timedOut} | ${score.survived} | ${percentOf(score).toFixed(1)} % |`,
  );
  const files = Object.entries(Object.groupBy(survivors, ({ file }) => file));
  return [
    "| area | mutants | killed by a test | never ended | survived | score |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
    ...files.flatMap(([file, ofFile = []]) => ["", `### \`${file}\``, "", ...ofFile.map(drawSurvivor)]),
  ].join("\n");
}

/** The page with new tables between its marks. */
export function replaceTables(page: string, tables: string): string {
  const [start, end] = [page.indexOf(marks[0]), page.indexOf(marks[1])];
  if (start < 0 || end < start)
    throw new Error(`The page has no place for tables: expected \`${marks.join(" ")}\`.`);
  return `${page.slice(0, start + marks[0].length)}\n\n${tables}\n\n${page.slice(end)}`;
}

function drawSurvivor({ line, changes, why }: Survivor): string {
  return [`- ${quote(line)}`, ...changes.map((change) => `  - ${quote(change)}`), "", `  ${why}`, ""].join(
    "\n",
  );
}

/** Code that itself has backquotes stands between longer ones. */
function quote(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  const blank = longest > 0 ? " " : "";
  return `${ticks}${blank}${code}${blank}${ticks}`;
}
