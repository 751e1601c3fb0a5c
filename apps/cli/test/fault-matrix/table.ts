import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** One cell of the matrix, as the table has it. */
export interface MatrixRow {
  readonly fault: string;
  readonly place: string;
  readonly source: string;
  readonly verdict: string;
  /** Null: no error. */
  readonly kind: string | null;
  readonly exitCode: number;
  /** Null: nobody could count them. */
  readonly requests: number | "several" | null;
  readonly time: string;
}

const file = fileURLToPath(new URL("../../../../docs/reliability.md", import.meta.url));
const begin = "<!-- fault matrix: begin -->";
const end = "<!-- fault matrix: end -->";
const titles: Readonly<Record<string, string>> = {
  everything: "Every request of the account",
  "sign-in": "The sign-in",
  list: "The list of the account's clusters",
  cluster: "The read of one cluster",
  upgrades: "The read of one cluster's upgrades",
  program: "A program of `exec`, asked for one cluster",
  "program-list": "A program of `exec`, asked for its list",
};

/** The tables, one for each place; providers that agree share a row. */
export function renderMatrix(
  rows: readonly MatrixRow[],
  placesInOrder: readonly string[],
  sourcesInOrder: readonly string[],
): string {
  const faultsInOrder = [...new Set(rows.map(({ fault }) => fault))];
  return placesInOrder
    .map((place) => {
      const own = rows
        .filter((row) => row.place === place)
        .toSorted((one, other) => sourcesInOrder.indexOf(one.source) - sourcesInOrder.indexOf(other.source));
      const sources = [...new Set(own.map(({ source }) => source))];
      const byFault = Map.groupBy(own, ({ fault }) => fault);
      const ordered = faultsInOrder.flatMap((fault) => {
        const cells = byFault.get(fault);
        return cells === undefined ? [] : [[fault, cells] as const];
      });
      const lines = ordered.flatMap(([fault, cells]) => {
        const alike = Map.groupBy(cells, ({ fault: _f, place: _p, source: _s, ...rest }) =>
          JSON.stringify(rest),
        );
        return [...alike.values()].flatMap((group) => {
          const [first] = group;
          if (first === undefined) return [];
          const named =
            group.length === sources.length ? "all" : group.map(({ source }) => source).join(", ");
          const { verdict, kind, exitCode, requests, time } = first;
          return [`| ${[fault, named, verdict, kind ?? "–", exitCode, requests ?? "–", time].join(" | ")} |`];
        });
      });
      const asked = place.startsWith("program") ? "runs" : "requests";
      return [
        `### ${titles[place] ?? place}`,
        "",
        `| fault | providers | verdict | error kind | exit code | ${asked} | time |`,
        "|---|---|---|---|---|---|---|",
        ...lines,
      ].join("\n");
    })
    .join("\n\n");
}

/** The committed tables. */
export async function readMatrix(): Promise<string> {
  const text = await readFile(file, "utf8");
  return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim();
}

export async function writeMatrix(tables: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const before = text.slice(0, text.indexOf(begin) + begin.length);
  await writeFile(file, `${before}\n\n${tables}\n\n${text.slice(text.indexOf(end))}`);
}
