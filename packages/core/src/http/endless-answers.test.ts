import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { failureOf, healthyApi, list, serveRaw } from "../testing/loopback.ts";

const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

describe("answers that go on", () => {
  test.each<[string, (socket: Socket) => void]>([
    ["nothing", () => {}],
    ["half a head", (socket) => socket.write("HTTP/1.1 200 OK\r\nx-a")],
    ["a head", (socket) => socket.write(`${head}content-length: 100\r\n\r\n`)],
    [
      "a body drop by drop",
      (socket) => drip(socket, `${head}transfer-encoding: chunked\r\n\r\n`, "1\r\n \r\n"),
    ],
    ["a head drop by drop", (socket) => drip(socket, "HTTP/1.1 200 OK\r\n", "x: y\r\n")],
  ])("a server that sends %s and goes on for ever ends with the request's time", async (_, talk) => {
    const server = await serveRaw(talk);
    const failure = await failureOf(list(healthyApi(server.url, {}, { requestTimeoutMs: 80 })));
    expect(failure).toMatchObject({ kind: "timeout", retryable: true });
    expect(failure.message).toMatch(/no complete answer within 0.08 s/);
  });

  test("an answer that nobody asked for is given to nobody", async () => {
    const answer = (body: string) => `${head}content-length: ${body.length}\r\n\r\n${body}`;
    let asked = 0;
    const server = await serveRaw((socket) => {
      asked += 1;
      socket.write(`${answer(`{"a":${asked}}`)}${answer('{"a":"forged"}')}`);
    });
    const api = healthyApi(server.url, {}, { concurrency: 1, retries: 3 });
    const bodies: unknown[] = [];
    for (let turn = 0; turn < 3; turn += 1) bodies.push((await list(api)).body);
    expect(JSON.stringify(bodies)).not.toContain("forged");
  });
});

/** Sends a little, and never all. */
function drip(socket: Socket, start: string, drop: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(drop), 5);
  socket.once("close", () => clearInterval(timer));
}
