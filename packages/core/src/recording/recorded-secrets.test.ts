import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import type { Surroundings } from "../observe/connect-fleet.ts";
import { sendJson } from "../testing/loopback.ts";
import { recordAndReplay, show } from "../testing/record-and-replay.ts";

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
