// The clouds, in a process of their own: started with fork(), answers from texts made before, and does no more for a
// request than to read its first line. So it takes less of the processor than any client. Loopback only.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createAnswers } from "./answers.ts";
import type { Counts } from "./start-server.ts";

interface Late {
  readonly dueAt: number;
  readonly socket: Socket;
  readonly text: string;
}

const findAnswer = createAnswers();
const notFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n";
const endOfRequest = "\r\n\r\n";

let latencyMs = 0;
let counts = { requests: 0, unknown: 0, mostInFlight: 0 };
let cpuBefore = process.cpuUsage();
/** In the order in which they are due: all have the same latency. One timer serves the whole queue. */
let late: Late[] = [];
let isTimed = false;

const server = createServer({ noDelay: true }, (socket) => {
  let rest = "";
  socket.on("data", (data: Buffer) => {
    const requests = (rest + data.toString("latin1")).split(endOfRequest);
    rest = requests.pop() ?? "";
    const text = requests.map(answer).join("");
    if (text === "") return;
    if (latencyMs === 0) socket.write(text, "latin1");
    else delay(socket, text);
  });
  // A client that was ended may still have been owed an answer.
  socket.on("error", () => socket.destroy());
});

function answer(request: string): string {
  counts.requests += 1;
  const start = request.indexOf(" ") + 1;
  const found = findAnswer(request.slice(start, request.indexOf(" ", start)));
  if (found === undefined) counts.unknown += 1;
  return found ?? notFound;
}

function delay(socket: Socket, text: string): void {
  late.push({ dueAt: performance.now() + latencyMs, socket, text });
  counts.mostInFlight = Math.max(counts.mostInFlight, late.length);
  if (!isTimed) wait(latencyMs);
}

function wait(ms: number): void {
  isTimed = true;
  setTimeout(answerLate, ms);
}

/** Never early: a timer that came too soon is set again. */
function answerLate(): void {
  isTimed = false;
  const now = performance.now();
  let due = late.findIndex(({ dueAt }) => dueAt > now);
  if (due < 0) due = late.length;
  for (const { socket, text } of late.slice(0, due)) if (socket.writable) socket.write(text, "latin1");
  late = late.slice(due);
  const [next] = late;
  if (next !== undefined) wait(Math.max(0, next.dueAt - performance.now()));
}

process.on("message", (message: { readonly latencyMs: number } | "counts") => {
  if (message !== "counts") {
    latencyMs = message.latencyMs;
    late = [];
    counts = { requests: 0, unknown: 0, mostInFlight: 0 };
    cpuBefore = process.cpuUsage();
    process.send?.("ready");
    return;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  process.send?.({ ...counts, cpuMs: (user + system) / 1000 } satisfies Counts);
});
process.on("disconnect", () => process.exit());

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
