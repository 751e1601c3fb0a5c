import { describe, expect, it } from "vitest";
import type { CliResult } from "../run-cli.ts";
import { adviceFaults, deadlineFaults } from "./advice.ts";
import { bodyFaults } from "./bodies.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { type Place, places, secretMark, sources } from "./clouds.ts";
import { connectionFaults, stallFaults, trustFaults } from "./connections.ts";
import { contentFaults, listFaults, upgradeListFaults } from "./contents.ts";
import { execFaults, execListFaults } from "./exec.ts";
import { runExecFaults } from "./exec-run.ts";
import type { MatrixFault } from "./faults.ts";
import { identityFaults } from "./identities.ts";
import { type CellResult, type GroupOptions, runGroup, shortTimeoutMs } from "./run.ts";
import { redirectFaults, statusFaults } from "./statuses.ts";
import { type MatrixRow, readMatrix, renderMatrix, writeMatrix } from "./table.ts";

/** Rewrites the tables of docs/reliability.md instead of comparing them. */
const writes = process.env.UPGRADECTL_WRITE_FAULT_MATRIX === "1";
const rewrite = "UPGRADECTL_WRITE_FAULT_MATRIX=1 vitest run apps/cli/test/fault-matrix";
interface Family extends GroupOptions {
  readonly name: string;
  readonly faults: readonly MatrixFault[];
}

const families: readonly Family[] = [
  { name: "connections", faults: connectionFaults, trustsAuthority: true },
  { name: "authorities that nobody trusts", faults: trustFaults },
  { name: "what has to be waited for", faults: stallFaults },
  { name: "bodies", faults: bodyFaults },
  { name: "statuses", faults: statusFaults },
  { name: "advice to wait", faults: adviceFaults, deadlineMs: 20_000 },
  { name: "refused identities", faults: identityFaults },
  { name: "redirects", faults: redirectFaults },
  { name: "contents", faults: [...contentFaults, ...listFaults, ...upgradeListFaults] },
  {
    name: "what outlasts the run",
    faults: deadlineFaults,
    deadlineMs: 8000,
    timeout: "60s",
  },
];

/** More in one run would only measure how busy the machine is. */
const mostCells = 120;
const isList = ({ fault, place }: Cell) => place === "list" && !fault.endsAccount;
const rows: MatrixRow[] = [];
let groupsRun = 0;
let groups = 0;

function chunks(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const count = Math.ceil(cells.length / mostCells);
  return Array.from({ length: count }, (_, index) => cells.filter((_cell, at) => at % count === index));
}

describe.each(families)("$name", ({ faults, ...options }) => {
  const cells = cellsOf(faults);
  const unread = cells.filter((cell) => !isList(cell));
  const listed = cells.filter(isList);
  groups += chunks(unread).length + chunks(listed).length;

  it.each(chunks(unread))(
    "cost their clusters and no other, exit code 4",
    { timeout: 120_000 },
    async (...chunk) => {
      await checkGroup(chunk, options, 4);
    },
  );

  it.runIf(listed.length > 0).each(chunks(listed))(
    "of a list cost nothing: the clusters are read one by one, exit code 2",
    { timeout: 120_000 },
    async (...chunk) => {
      await checkGroup(chunk, options, 2);
    },
  );
});

async function checkGroup(cells: readonly Cell[], options: GroupOptions, code: 2 | 4): Promise<void> {
  const group = await runGroup(cells, options);
  const found = group.cells.flatMap((cell) =>
    problemsOf(cell, code).map((problem) => `${nameOf(cell)}: ${problem}`),
  );
  expect(found).toEqual([]);
  expect(group.witnesses.map(({ verdict }) => verdict)).toEqual(
    group.witnesses.map(({ name }) => (name.endsWith("moving") ? "upgrading" : "converged")),
  );
  expectClean(group.result, group.text);
  expect(group.result.code).toBe(code);
  expect(group.trapped).toBe(0);
  // Of the whole process; the slack is for a machine that does other things.
  const limitMs = options.deadlineMs ?? 90_000;
  expect(group.ms).toBeLessThan(limitMs + 5000);
  for (const cell of group.cells) {
    const { fault, place, source, cluster } = cell;
    const kind = cluster.error?.kind ?? null;
    const isRepeated = fault.throttles === true && (cell.requests ?? 0) > 2;
    const requests = isRepeated ? "several" : cell.requests;
    const time = isRepeated ? "at most `--timeout`" : timeOf(cell, options.deadlineMs);
    rows.push({
      fault: fault.name,
      place,
      source,
      verdict: cluster.verdict,
      kind,
      exitCode: code,
      requests,
      time,
    });
  }
  groupsRun += 1;
}

/** A list leaves what is true: their upgrade failed. Whoever lost that would see converged clusters. */
function problemsOf({ fault, place, cluster, sibling }: CellResult, code: 2 | 4): readonly string[] {
  const { verdict, error } = cluster;
  const problems: string[] = [];
  if (code === 2) {
    if (verdict !== "failed") problems.push(`verdict ${verdict} in place of failed`);
    if (sibling?.verdict !== "converged") problems.push(`its sibling is ${sibling?.verdict}`);
    return problems;
  }
  if (verdict !== "unknown") problems.push(`verdict ${verdict}: ${cluster.reason}`);
  const kinds = place === "sign-in" ? [...fault.kinds, ...(fault.signInKinds ?? [])] : fault.kinds;
  if (!kinds.includes(error?.kind ?? null)) problems.push(`kind ${error?.kind}: ${error?.message}`);
  if (error === null && !cluster.reason.includes("Levitating"))
    problems.push(`does not show it: ${cluster.reason}`);
  if (error !== null && (error.hint ?? "").trim() === "") problems.push(`no hint: ${error.message}`);
  const isSpared = (place === "cluster" || place === "upgrades") && !fault.endsAccount && !fault.holdsAccount;
  if (isSpared && sibling?.verdict !== "converged")
    problems.push(`its sibling is ${sibling?.verdict}: ${sibling?.reason}`);
  return problems;
}

const nameOf = ({ fault, place, source }: Cell) => `${source}, ${place}, ${fault.name}`;

/** No stack, no secret, no key, and nothing that a terminal would obey. */
function expectClean({ stdout, stderr }: CliResult, text: string): void {
  const all = `${stdout}\n${stderr}\n${text}`;
  expect(all).not.toMatch(/\n\s+at .+:\d+/);
  expect(all).not.toContain(secretMark);
  expect(all).not.toMatch(/HWKEYOFAMATRIX|LTAI5tMatrix/);
  expect(all).not.toContain("\u001b");
}

function timeOf({ fault, ms }: CellResult, deadlineMs: number | undefined): string {
  if (deadlineMs !== undefined && ms >= deadlineMs * 0.8) return "until `--timeout`";
  if (fault.isLong) return "< 1 min";
  if (deadlineMs !== undefined || fault.stalls === undefined)
    return ms < 20_000 ? "seconds" : "20 s and more";
  return ms >= 2 * shortTimeoutMs * 0.98 ? "the request timeout, twice" : "less than the request timeout";
}

describe("programs of exec", () => {
  groups += 2;
  it.each([
    ["for one cluster cost that cluster, exit code 4", execFaults, 4],
    ["for the list cost nothing, exit code 2", execListFaults, 2],
  ] as const)("%s", { timeout: 120_000 }, async (_what, faults, code) => {
    const { cells, result } = await runExecFaults(faults);
    const found = cells.flatMap(({ fault, cluster, sibling }) => {
      const { verdict, error } = cluster;
      const expected = code === 2 ? "failed" : "unknown";
      const problems = [];
      if (verdict !== expected) problems.push(`verdict ${verdict}: ${cluster.reason}`);
      if (code === 4 && !fault.kinds.some((kind) => kind === error?.kind))
        problems.push(`kind ${error?.kind}`);
      if (code === 4 && (error?.hint ?? "").trim() === "") problems.push("no hint");
      if (!fault.isBroken && sibling.verdict !== "converged")
        problems.push(`its sibling is ${sibling.verdict}: ${sibling.reason}`);
      return problems.map((problem) => `${fault.name}: ${problem}`);
    });
    expect(found).toEqual([]);
    expectClean(result, "");
    expect(result.code).toBe(code);
    for (const { fault, cluster, runs } of cells)
      rows.push({
        fault: fault.name,
        place: code === 4 ? "program" : "program-list",
        source: "exec",
        verdict: cluster.verdict,
        kind: cluster.error?.kind ?? null,
        exitCode: code,
        requests: runs,
        time: fault.stalls ? "the request timeout" : "seconds",
      });
    groupsRun += 1;
  });
});

it("is the table of docs/reliability.md", async ({ skip }) => {
  if (groupsRun < groups) skip("not the whole matrix was run");
  const order: readonly (Place | "program" | "program-list")[] = [...places, "program", "program-list"];
  const tables = renderMatrix(rows, order, sources);
  if (writes) await writeMatrix(tables);
  expect(await readMatrix(), `docs/reliability.md has another table; rewrite it with: ${rewrite}`).toBe(
    tables,
  );
});
