import type { IncomingMessage, ServerResponse } from "node:http";
import type { Read } from "@upgradectl/provider-sdk";
import { expect } from "vitest";
import { systemClock } from "../clock.ts";
import { IdentityGate } from "../http/identity-gate.ts";
import { createTransport } from "../http/transport.ts";
import type { Surroundings } from "../observe/connect-fleet.ts";
import { parseRecording } from "../recording/parse-recording.ts";
import { Recorder } from "../recording/recorder.ts";
import { Replay } from "../recording/replay.ts";
import { Redactor } from "../redact.ts";
import { serve } from "./loopback.ts";

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

export type Story = (plugin: Plugin) => Promise<unknown>;

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
export async function recordAndReplay(
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

export const show = (id = "c-1") => ["Show", { path: { id } }] as const;
