import { writeFile } from "node:fs/promises";
import process from "node:process";
import { judgePattern } from "./judge-pattern.ts";
import { findAll, type JudgedPattern, keyOf, readTable, tableFile } from "./judged-patterns.ts";

/*
 * Judges every regular expression of the program anew and writes the table: `pnpm patterns`, about three minutes. With `new`,
 * only those that are not in it.
 */
const slowMs = 2000;
const onlyNew = process.argv[2] === "new";

function judge({ pattern, flags }: { pattern: string; flags: string }, known?: JudgedPattern): JudgedPattern {
  if (onlyNew && known !== undefined) return known;
  const started = performance.now();
  const verdict = judgePattern(pattern, flags);
  const isSlow = performance.now() - started > slowMs ? ({ isSlow: true } as const) : {};
  const why = verdict === "linear" || known?.why === undefined ? {} : { why: known.why };
  if (verdict !== "linear") process.stdout.write(`${verdict}: ${keyOf({ pattern, flags })}\n`);
  return { pattern, flags, verdict, ...isSlow, ...why };
}

const table = new Map((await readTable()).map((judged) => [keyOf(judged), judged]));
const judged = (await findAll()).map((found) => judge(found, table.get(keyOf(found))));
await writeFile(tableFile, `${JSON.stringify(judged, null, 2)}\n`);
const open = judged.filter(({ verdict, why }) => verdict !== "linear" && why === undefined);
process.stdout.write(
  `${judged.length} patterns, ${judged.filter(({ verdict }) => verdict === "linear").length} linear, ${open.length} not argued.\n`,
);
process.exitCode = open.length === 0 ? 0 : 1;
