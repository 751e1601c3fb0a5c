import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { CloudServer } from "./cloud/cloud-server.ts";
import { prepareExchange } from "./cloud/script.ts";
import { collectChecks } from "./collect-checks.ts";
import type { Case, Exchange, ProviderTests, Source } from "./options.ts";
import { createAcme } from "./testing/acme.ts";
import { briefTests } from "./testing/acme-tests.ts";

const usual = briefTests(createAcme());

/** The suite with another source of the healthy case. */
function withSource(source: Source): ProviderTests {
  const healthy: Case = { cluster: usual.cases.healthy.cluster, ...source };
  return { ...usual, cases: { ...usual.cases, healthy } };
}

/** What came of the checks with these ids, in one suite. */
async function outcomesOf(tests: ProviderTests, ...wanted: readonly string[]): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const { id, of, run } of collectChecks(tests)) {
    if (!wanted.includes(id)) continue;
    const outcome = await run().then(
      ({ skipped }) => skipped ?? "passed",
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
    );
    outcomes.push(`${of ?? ""}: ${outcome}`);
  }
  return outcomes;
}

function healthyExchanges(): readonly Exchange[] {
  return usual.cases.healthy.exchanges ?? [];
}

async function writeRecording(lines: readonly object[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "testkit-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, "exchanges.ndjson"),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  );
  return folder;
}

const recorded = ({ path, method = "GET", body }: Exchange) => ({
  ...{ instance: "acme", service: "default", action: "any", method, url: `https://acme.example${path}` },
  ...{ status: 200, headers: { "content-length": "3", "x-request-id": "r-1" }, json: body },
});

it("a recording is a source, its last answer to a request counts, and what is not asked is left", async () => {
  const busy = { ...recorded({ path: "/clusters/c-1" }), status: 503, json: undefined, text: "busy" };
  const unheard = { ...busy, status: undefined, error: { kind: "network", message: "broken" } };
  const other = recorded({ path: "/clusters/c-9", body: {} });
  const folder = await writeRecording([busy, ...healthyExchanges().map(recorded), unheard, other]);
  const tests = withSource({ recording: folder });
  expect(await outcomesOf(tests, "case")).toContain("healthy: passed");
  expect(await outcomesOf(tests, "exchanges-asked")).toContain("healthy: passed");
});

it.each([
  ["has no such file", async () => "/nowhere", "/nowhere/exchanges.ndjson: ENOENT"],
  ["is damaged", () => writeRecording([{ method: "GET" }]), "exchanges.ndjson:1: a line has no `method`"],
])("a folder that %s is told", async (_, folder, message) => {
  const [outcome] = await outcomesOf(withSource({ recording: await folder() }), "accepted");
  expect(outcome).toContain(message);
  expect(outcome).toContain("upgradectl check --record");
});

it("a running server is a source, also below a path, and is asked once", async () => {
  const server = await CloudServer.open();
  onTestFinished(() => server.close());
  const below = healthyExchanges().map((it) => prepareExchange({ ...it, path: `/cloud${it.path}` }));
  const arrivals = server.play({ exchanges: below });
  const tests = withSource({ simulator: `${server.url}/cloud` });
  const outcomes = await outcomesOf(tests, "case", "answer-403");
  expect(outcomes.filter((outcome) => outcome === "healthy: passed")).toHaveLength(2);
  expect(arrivals.map(({ target }) => target)).toEqual(below.map(({ path }) => path));
});

it("a configuration that is refused is told once, by the schema's own words", async () => {
  const tests: ProviderTests = { ...usual, config: () => ({ kee: "x" }) };
  const [accepted] = await outcomesOf(tests, "accepted");
  expect(accepted).toContain("key");
  expect(await outcomesOf(tests, "case")).toContain(
    "healthy: the provider cannot be connected yet; see accepted",
  );
});
