import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Read } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { IdentityGate } from "../http/identity-gate.ts";
import { createTransport } from "../http/transport.ts";
import type { Surroundings } from "../observe/connect-fleet.ts";
import { Redactor } from "../redact.ts";
import { sendJson, serve } from "../testing/loopback.ts";
import { parseRecording } from "./parse-recording.ts";
import { Recorder } from "./recorder.ts";
import { Replay } from "./replay.ts";

const reads: readonly Read[] = [
  { action: "Show", path: "/clusters/{id}" },
  { action: "Text", path: "/text", answer: "text" },
  { action: "Query", path: "/query", method: "POST" },
  { action: "SignIn", path: "/token", method: "POST", purpose: "sign-in" },
];

/** What a plugin has: its reads and its surroundings. */
interface Plugin {
  readonly surroundings: Surroundings;
  readonly read: (action: string, request?: object) => Promise<unknown>;
  /** Of another instance of the same API. */
  readonly readOther: (action: string, request?: object) => Promise<unknown>;
}

type Story = (plugin: Plugin) => Promise<unknown>;

const env = {
  HW_REGION: "cn-north-4",
  SHORT_TOKEN: "t0",
  PROJECT: "0123456789abcdef0123456789abcdef",
  ACME_TOKEN: "variable-token/1",
};

/** Files and programs of the recorded machine. */
const outside = {
  readFile: async (path: string) => {
    if (path === "~/denied") throw Object.assign(new Error("permission denied"), { code: "EACCES" });
    return path === "~/profile" ? "[a]\nsk = used-secret-1\n[b]\nsk = other-secret-2\n" : undefined;
  },
  runProgram: async (program: string) => {
    if (program === "absent") throw new Error("there is no such program");
    return { exitCode: 0, stdout: '{"token":"helper-token-3"}', stderr: "" };
  },
};

function openPlugin(surroundings: Surroundings, url: string): Plugin & { close: () => Promise<void> } {
  const open = (instance: string) => {
    const { through } = surroundings;
    const transport = createTransport({
      ...surroundings,
      through: (wire) => through?.(wire, instance) ?? wire,
      instance,
      reads,
      concurrency: 8,
      requestTimeoutMs: 300,
      retries: 2,
    });
    const api = transport.http.api({ baseUrl: url });
    const read = async (action: string, request: object = {}) => {
      try {
        const { body } = await api.read(action, { signal: new AbortController().signal, ...request });
        return body;
      } catch (error) {
        const { kind, message, httpStatus } = Object(error);
        return { kind, message, httpStatus };
      }
    };
    return { transport, read };
  };
  const [own, other] = [open("0.0.acme"), open("1.0.acme")];
  const close = async () => {
    await Promise.all([own.transport.close(), other.transport.close()]);
  };
  return { surroundings, read: own.read, readOther: other.read, close };
}

function surroundingsWith(redactor: Redactor, more: Pick<Surroundings, "env" | "clock">): Surroundings {
  return { ...more, ...outside, random: Math.random, redactor, identities: new IdentityGate() };
}

/** Tells a story with a server, and again with nothing but the recording. */
async function recordAndReplay(
  answer: (request: IncomingMessage, response: ServerResponse, number: number) => void,
  story: Story,
  readFile: Surroundings["readFile"] = outside.readFile,
) {
  let number = 0;
  const { url, requests } = await serve((request, response) => {
    number += 1;
    answer(request, response, number);
  });
  const lines: string[] = [];
  const redactor = new Redactor();
  const write = (line: string) => {
    lines.push(line);
    return undefined;
  };
  const recorder = new Recorder({ env, clock: systemClock, redactor, write });
  const startedAt = new Date().toISOString();
  const live = openPlugin(
    recorder.wrap({ ...surroundingsWith(redactor, { env, clock: recorder.clock }), readFile }),
    url,
  );
  const told = redactor.value(await story(live));
  await live.close();
  const tool = { name: "upgradectl", version: "0.1.0" } as const;
  const head = JSON.stringify(recorder.finish({ tool, command: "check", startedAt, manifests: [] }));
  const asked = requests.length;

  const { recording, problem } = parseRecording(head, lines.join(""));
  if (problem !== undefined) throw new Error(problem.summary);
  const blind = new Redactor();
  const replay = new Replay(recording, blind);
  const replayed = openPlugin(replay.wrap(surroundingsWith(blind, { env: {}, clock: replay.clock })), url);
  const retold = blind.value(await story(replayed));
  await replayed.close();
  expect(retold).toEqual(told);
  expect(requests.length).toBe(asked);
  return { told, text: head + lines.join("") };
}

const show = (id = "c-1") => ["Show", { path: { id } }] as const;

describe("a replay answers as the server did", () => {
  it.each<[string, (response: ServerResponse, number: number) => void, object | string]>([
    ["JSON", (response) => sendJson(response, 200, { id: "c-1", n: [1, 1.5, null] }), { n: [1, 1.5, null] }],
    ["names of the language's own", (response) => response.end('{"__proto__":{"a":1},"b":2}'), { b: 2 }],
    ["a refusal", (response) => sendJson(response, 403, { code: "X" }), { kind: "forbidden" }],
    [
      "503s that pass",
      (response, number) => sendJson(response, number < 3 ? 503 : 200, { number }),
      { number: 3 },
    ],
    [
      "429 with Retry-After",
      (response, number) => sendJson(response, number < 2 ? 429 : 200, { number }, { "retry-after": "0.05" }),
      { number: 2 },
    ],
    [
      "429 for longer than anybody waits",
      (response) => sendJson(response, 429, {}, { "retry-after": "999" }),
      { kind: "rate-limited" },
    ],
    ["no answer in time", () => {}, { kind: "timeout" }],
    ["a connection that breaks off", (response) => response.destroy(), { kind: "network" }],
    [
      "half an answer",
      (response) => response.writeHead(200, { "content-length": "99" }).write("{", () => response.destroy()),
      { kind: "network" },
    ],
    ["a page", (response) => response.end("<html>sign in</html>"), { kind: "unexpected-response" }],
    ["nothing", (response) => response.end(), { kind: "unexpected-response" }],
    ["a word", (response) => response.end('"word"'), "word"],
    [
      "a compressed body",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":1}')),
      { a: 1 },
    ],
    [
      "a body that is broken",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip"),
      { kind: "unexpected-response", message: expect.stringContaining("broken") },
    ],
    [
      "bytes that are no text",
      (response) => response.end(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
      { "\ufffd": 1 },
    ],
    [
      "a megabyte",
      (response) => sendJson(response, 200, { a: "x".repeat(2 ** 20) }),
      { a: expect.any(String) },
    ],
    [
      "a redirection",
      (response) => response.writeHead(302, { location: "https://sso.test/in?token=abc" }).end(),
      { kind: "unexpected-response", message: expect.stringContaining("https://sso.test ") },
    ],
    ["deep nesting", (response) => response.end(`${"[".repeat(50_000)}${"]".repeat(50_000)}`), {}],
  ])("%s", async (what, answer, expected) => {
    const story: Story = async ({ read }) => {
      const body = await read(...show());
      return what === "deep nesting" ? { isArray: Array.isArray(body) } : body;
    };
    const { told, text } = await recordAndReplay(
      (_request, response, number) => answer(response, number),
      story,
    );
    if (typeof expected === "string") expect(told).toBe(expected);
    else expect(told).toMatchObject(expected);
    expect(text).not.toContain("token=abc");
  });
});

describe("a replay finds the answer to each question", () => {
  const echo = (request: IncomingMessage, response: ServerResponse, number: number) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => sendJson(response, 200, { url: request.url, body, number }));
  };

  it("by instance, path and body, repeated ones in their order", async () => {
    await recordAndReplay(echo, async ({ read, readOther }) => [
      await read(...show("a")),
      await readOther(...show("a")),
      await read("Query", { json: { q: 1 } }),
      await read("Query", { json: { q: 2 } }),
      await read(...show("a")),
      await Promise.all([read(...show("b")), read(...show("c")), readOther(...show("b"))]),
    ]);
  });

  it("and says so where there is none", async () => {
    let isLive = true;
    const answers: unknown[] = [];
    await recordAndReplay(echo, async ({ read }) => {
      await read(...show("a"));
      if (!isLive) answers.push(await read(...show("b")));
      isLive = false;
      return null;
    });
    expect(answers).toMatchObject([
      {
        kind: "network",
        message: expect.stringMatching(/the recording has no answer to GET .*\/clusters\/b$/),
      },
    ]);
  });
});

describe("a recording has no secret", () => {
  it("of files, programs, variables, sign-ins and answers", async () => {
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === "/token")
        return sendJson(
          response,
          201,
          { token: "issued-token-4", other: { secret: "s5" } },
          { "x-subject-token": "header-token-6" },
        );
      return sendJson(response, 200, {
        seen: `Bearer ${Buffer.from("issued-token-4").toString("base64")}`,
        password: "p7",
        ...(request.method === "POST" ? { number: 87654321 } : {}),
      });
    };
    const { text } = await recordAndReplay(answer, async ({ surroundings, read }) => {
      const { env, readFile, runProgram, redactor } = surroundings;
      const profile = await readFile("~/profile");
      redactor.add(/sk = (\S+)/.exec(profile ?? "")?.[1] ?? "");
      const { signal } = new AbortController();
      const helped = await runProgram("helper", ["--secret", "argument-8"], signal);
      const missing = await runProgram("absent", [], signal).catch(String);
      const denied = await readFile("~/denied").catch(({ message, code }) => `${code} ${message}`);
      const signedIn = await read("SignIn", { json: { password: "sent-password-9" } });
      redactor.add(Reflect.get(Object(signedIn), "token"));
      redactor.add("87654321");
      // In place of a number no mask can stand: this answer is kept as text.
      await read("Query", { json: {} });
      const shown = Reflect.get(Object(await read(...show())), "seen") ?? null;
      return {
        profile: profile === undefined,
        absent: await readFile("~/absent"),
        program: helped.exitCode,
        missing,
        denied,
        region: env.HW_REGION,
        project: env.PROJECT,
        token: env.SHORT_TOKEN === undefined,
        shown: typeof shown,
      };
    });
    const secrets = [
      "used-secret-1",
      "other-secret-2",
      "helper-token-3",
      "issued-token-4",
      '"s5"',
      "header-token-6",
    ];
    for (const secret of [...secrets, '"p7"', "87654321", "argument-8", "sent-password-9", '"t0"'])
      expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from("issued-token-4").toString("base64").slice(0, 12));
  });

  it.each<[string, string, (surroundings: Surroundings) => Promise<string>]>([
    ["a variable", "variable-token/1", async ({ env }) => env.ACME_TOKEN ?? ""],
    [
      "a file",
      "used-secret-1",
      async ({ readFile }) => /sk = (\S+)/.exec((await readFile("~/profile")) ?? "")?.[1] ?? "",
    ],
    [
      "a program",
      "helper-token-3",
      async ({ runProgram }) => {
        const { stdout } = await runProgram("helper", [], new AbortController().signal);
        return JSON.parse(stdout).token;
      },
    ],
  ])("that the server echoes, of %s and named by no plugin", async (_what, secret, find) => {
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      const sent = request.headers["x-acme"];
      const { pathname, searchParams } = new URL(request.url ?? "", "http://h");
      if (pathname === "/text") response.writeHead(200, { "x-echo": sent }).end(`<p>${sent}</p>`);
      else sendJson(response, 200, { seen: sent, asked: searchParams.get("q") });
    };
    const { told, text } = await recordAndReplay(answer, async ({ surroundings, read }) => {
      const found = await find(surroundings);
      const headers = { "x-acme": found };
      const page = await read("Text", { headers });
      const queried = await read("Query", { headers, json: { q: found }, query: { q: found } });
      const { seen, asked } = Object(queried);
      const shown = Object(await read("Show", { path: { id: found }, headers })).seen;
      return [page === `<p>${found}</p>`, seen === found, asked === found, shown === found];
    });
    expect(told).toEqual([true, true, true, true]);
    for (const encoded of [secret, encodeURIComponent(secret)]) expect(text).not.toContain(encoded);
  });
});

describe("a file that is read again", () => {
  /** What each read of a token file gives, first to last, and what the recording keeps of them. */
  it.each<[string, readonly (string | undefined | Error)[], unknown]>([
    ["is kept once where it stays", ["a", "a", "a"], "a"],
    ["is there later", [undefined, undefined, "a"], [null, null, "a"]],
    ["is another one then", ["a", "b", "b", "a"], ["a", "b", "b", "a"]],
    ["is another one, and stays", ["a", "b", "b"], ["a", "b"]],
    [
      "may not be read for a while",
      [new Error("busy"), new Error("busy"), "a"],
      [{ error: "busy" }, { error: "busy" }, "a"],
    ],
    ["is never there", [undefined, undefined], null],
  ])("%s", async (_what, contents, kept) => {
    const rest = [...contents];
    const readFile = async () => {
      const content = rest.shift();
      if (content instanceof Error) throw content;
      return content;
    };
    const story: Story = async ({ surroundings }) => {
      const read: unknown[] = [];
      for (const _ of contents)
        read.push((await surroundings.readFile("~/rotating").catch(({ message }) => ({ message }))) ?? null);
      return read;
    };
    const { text, told } = await recordAndReplay(() => {}, story, readFile);
    expect(told).toEqual(
      contents.map((content) => (content instanceof Error ? { message: "busy" } : (content ?? null))),
    );
    expect(JSON.parse(text).files).toEqual({ "~/rotating": kept });
  });

  it("gives each of its tokens a mask of its own", async () => {
    const tokens = ["rotating-token-of-one-hour", "rotating-token-of-the-next"];
    const rest = [...tokens];
    const story: Story = async ({ surroundings }) => {
      const [first, second] = [await surroundings.readFile("~/t"), await surroundings.readFile("~/t")];
      return first === second;
    };
    const { text, told } = await recordAndReplay(
      () => {},
      story,
      async () => rest.shift(),
    );
    expect(told).toBe(false);
    for (const token of tokens) expect(text).not.toContain(token);
  });
});
