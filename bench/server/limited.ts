// An account of the vendor's API that answers 429 above its limit, on loopback, with a note of every request.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createAnswers } from "./answers.ts";

/** When a request may pass; `now` in milliseconds. */
export type Admission = (now: number) => boolean;

export interface LimitedAccount {
  readonly url: string;
  readonly requests: readonly { readonly at: number; readonly passed: boolean }[];
  forget(): void;
  close(): void;
}

const endOfRequest = "\r\n\r\n";
const body = JSON.stringify({
  RequestId: "0F1A8B24-5C3D-4E6F-A7B8-C9D0E1F2A3B4",
  Code: "Throttling.User",
  Message: "Request was denied due to user flow control.",
});

/** So many a second, and what was not used is saved up for a second. */
export function tokenBucket(perSecond: number): Admission {
  let tokens = perSecond;
  let at = Number.NEGATIVE_INFINITY;
  return (now) => {
    tokens = Math.min(perSecond, tokens + Math.max(0, (now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** So many in any second; refused requests do not count. */
export function slidingWindow(perSecond: number): Admission {
  const passed: number[] = [];
  return (now) => {
    while (passed[0] !== undefined && passed[0] <= now - 1000) passed.shift();
    if (passed.length >= perSecond) return false;
    passed.push(now);
    return true;
  };
}

export async function serveAccount(
  admit: Admission,
  latencyMs: number,
  advice: string | null,
): Promise<LimitedAccount> {
  const findAnswer = createAnswers();
  const retryAfter = advice === null ? "" : `Retry-After: ${advice}\r\n`;
  const refusal = `HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n${retryAfter}Content-Length: ${body.length}\r\n\r\n${body}`;
  const requests: { at: number; passed: boolean }[] = [];
  const sockets = new Set<Socket>();
  const answer = (socket: Socket, request: string): void => {
    const at = performance.now();
    const passed = admit(at);
    requests.push({ at, passed });
    const start = request.indexOf(" ") + 1;
    const text = passed ? findAnswer(request.slice(start, request.indexOf(" ", start))) : refusal;
    if (text === undefined) throw new Error(`nobody asks for ${request.slice(0, 80)}`);
    setTimeout(() => socket.writable && socket.write(text, "latin1"), latencyMs);
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let rest = "";
    socket.on("data", (data: Buffer) => {
      const parts = (rest + data.toString("latin1")).split(endOfRequest);
      rest = parts.pop() ?? "";
      for (const part of parts) answer(socket, part);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    forget: () => {
      requests.length = 0;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
