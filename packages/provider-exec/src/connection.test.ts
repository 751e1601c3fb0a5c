import { type ConnectContext, factsOf, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import type { Config } from "./config.ts";
import provider from "./index.ts";

type RunProgram = ConnectContext<Config>["runProgram"];
type Run = Awaited<ReturnType<RunProgram>>;

const { signal } = new AbortController();
const operation = { phase: "running", startedAt: "2025-01-31T12:00:00.5+01:00" };

/** A program that answers by the action that it is asked for. */
async function connect(answers: Readonly<Record<string, Partial<Run>>>, changes: Partial<Config> = {}) {
  const asked: {
    readonly program: readonly string[];
    readonly request: unknown;
    readonly options: unknown;
  }[] = [];
  const secrets: string[] = [];
  const runProgram: RunProgram = async (program, args, _signal, options) => {
    const { input = "", ...rest } = options ?? {};
    const request: { readonly action: string } = JSON.parse(input);
    asked.push({ program: [program, ...args], request, options: rest });
    return { exitCode: 0, stdout: "", stderr: "", ...answers[request.action] };
  };
  const connection = await provider.connect({
    instance: "lab",
    config: { command: ["./lab.py", "--prod"], ...changes },
    env: {},
    http: {
      api: () => {
        throw new Error("there is no network here");
      },
    },
    now: () => 0,
    readFile: async () => undefined,
    runProgram,
    secret: (value) => void secrets.push(value),
  });
  return { connection, asked, secrets };
}

const cluster = { name: "a", id: "a-1", with: {}, properties: [] };
const answer = (value: unknown): Partial<Run> => ({ stdout: JSON.stringify(value) });

async function factsOfRejected(promise: Promise<unknown>) {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ProviderError)) throw new Error("no ProviderError was thrown");
  return factsOf(thrown);
}

describe("observe", () => {
  it("asks with one JSON object and fills in what the answer leaves out", async () => {
    const settings = { region: "north" };
    const { connection, asked } = await connect(
      { observe: answer({ observation: { version: "1.30", operations: [operation] } }) },
      { settings, env: { TOKEN: "secret" } },
    );
    const observation = await connection.observe({ ...cluster, with: { job: "7" } }, signal);
    expect(observation).toEqual({
      version: "1.30",
      state: { condition: "ready", raw: "ready" },
      operations: [
        {
          ...{
            id: null,
            kind: "version",
            phase: "running",
            rawPhase: null,
            fromVersion: null,
            toVersion: null,
          },
          ...{ progress: null, message: null, updatedAt: null, finishedAt: null, steps: [] },
          startedAt: "2025-01-31T11:00:00.500Z",
        },
      ],
    });
    expect(asked).toEqual([
      {
        program: ["./lab.py", "--prod"],
        request: {
          ...{ protocol: 1, action: "observe", config: settings },
          cluster: { ...cluster, with: { job: "7" } },
        },
        options: {
          env: {
            TOKEN: "secret",
            UPGRADECTL_PROTOCOL: "1",
            UPGRADECTL_ACTION: "observe",
            UPGRADECTL_CLUSTER_ID: "a-1",
            UPGRADECTL_CLUSTER_NAME: "a",
          },
          ...{ directory: "manifest", timeoutMs: "request", group: true, failures: "result" },
          ...{ mostOutput: 16_777_216, keptErrors: 65_536, action: "runs ./lab.py" },
        },
      },
    ]);
  });

  it("masks a secret with blanks before it cuts a line", async () => {
    const secret = `begin ${"x".repeat(40)}`;
    const run = { exitCode: 1, stderr: `${"- ".repeat(145)}${secret} end of line` };
    const { connection } = await connect({ observe: run }, { env: { PHRASE: secret } });
    expect((await factsOfRejected(connection.observe(cluster, signal))).message).not.toContain("begin");
  });

  it.each([
    [{ reason: "timeout", message: "it did not end within 30 s" }, "timeout", true],
    [{ reason: "signal", message: "it was ended by SIGKILL" }, "plugin", false],
  ] as const)("a run with %o is the cluster's error", async (failure, kind, retryable) => {
    const { connection } = await connect({ observe: { failure, stderr: "almost\n" } });
    expect(await factsOfRejected(connection.observe(cluster, signal))).toEqual({
      ...{ kind, retryable, hint: expect.any(String) },
      message: `./lab.py failed: ${failure.message}; its standard error: almost`,
    });
  });

  it("passes an error of the program on, whatever it exited with", async () => {
    const error = { kind: "rate-limited", message: "later", code: "429", httpStatus: 429, requestId: "r-1" };
    for (const exitCode of [0, 1]) {
      const { connection } = await connect({ observe: { exitCode, ...answer({ error }) } });
      expect(await factsOfRejected(connection.observe(cluster, signal))).toEqual({
        ...error,
        retryable: true,
      });
    }
  });
});

describe("list", () => {
  const rows = [
    { id: "a-1", observation: { version: "1.30" } },
    { id: "b-1", name: "b", version: null, error: { kind: "forbidden", message: "no" } },
    { id: "c-1", version: "1.29" },
    { id: "d-1", observation: { version: 1.3 } },
    { id: "e-1", observaton: {} },
  ];
  const answers = { list: answer({ clusters: rows }), observe: answer({ observation: { version: "2" } }) };

  async function listed(id: string) {
    const { connection, asked } = await connect(answers, { list: true });
    const pages = await Array.fromAsync(connection.list?.(signal) ?? []);
    const row = pages.flat().find((one) => one.id === id);
    if (row === undefined) throw new Error(`${id} is not listed`);
    return { connection, asked, row };
  }

  it("is there only where the configuration says so", async () => {
    expect((await connect(answers)).connection.list).toBeUndefined();
  });

  it("asks once, for rows of whatever they tell", async () => {
    const { connection, asked } = await connect(answers, { list: true, settings: { a: 1 } });
    const [page] = await Array.fromAsync(connection.list?.(signal) ?? []);
    expect(page?.map(({ row: _row, ...rest }) => rest)).toEqual([
      { id: "a-1", name: "a-1", version: "1.30" },
      { id: "b-1", name: "b", version: null },
      { id: "c-1", name: "c-1", version: "1.29" },
      { id: "d-1", name: "d-1", version: null },
      { id: "e-1", name: "e-1", version: null },
    ]);
    expect(asked).toMatchObject([{ request: { protocol: 1, action: "list", config: { a: 1 } } }]);
  });

  it("saves the run of a cluster whose row has an observation", async () => {
    const { connection, asked, row } = await listed("a-1");
    const observation = await connection.observe({ ...cluster, listed: row }, signal);
    expect(observation).toMatchObject({ version: "1.30", state: { condition: "ready" } });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["its row is a mere name", "c-1", {}],
    ["the manifest says more of it", "a-1", { with: { job: "7" } }],
    ["the manifest compares more", "a-1", { properties: ["values"] }],
  ])("does not where %s", async (_what, id, changes) => {
    const { connection, asked, row } = await listed(id);
    await connection.observe({ ...cluster, id, ...changes, listed: row }, signal).catch(() => {});
    expect(asked).toHaveLength(2);
  });

  it.each([
    ["b-1", "forbidden", "no"],
    ["d-1", "plugin", "./lab.py: /clusters/3/observation/version is the number 1.3; expected the version"],
    ["e-1", "plugin", "./lab.py: /clusters/4/observaton is not a member"],
  ])("keeps the error of %s to its cluster", async (id, kind, message) => {
    const { connection, row } = await listed(id);
    const facts = await factsOfRejected(connection.observe({ ...cluster, id, listed: row }, signal));
    expect(facts).toMatchObject({ kind, message: expect.stringContaining(message) });
  });

  it.each([
    [{ observation: { version: "1" } }, "/observation is not a member"],
    [{}, "/clusters is missing"],
    [{ clusters: {} }, "/clusters is an object; expected a list of clusters"],
    [{ clusters: [1] }, "/clusters/0 is the number 1; expected an object"],
    [{ clusters: [{ name: "a" }] }, "/clusters/0/id is missing"],
    [{ clusters: [{ id: "a" }, { id: "a" }] }, "/clusters/1/id is that of /clusters/0 too"],
    [{ clusters: [], error: { kind: "plugin", message: "x" } }, "has both"],
    [{ error: { kind: "unauthenticated", message: "who?" } }, "who?"],
  ])("%j is refused", async (value, message) => {
    const { connection } = await connect({ list: answer(value) }, { list: true });
    const facts = await factsOfRejected(Array.fromAsync(connection.list?.(signal) ?? []));
    expect(facts.message).toContain(message);
  });
});
