import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "../clouds/cloud.ts";
import type { FaultScenario, ResponseScenario } from "../scenario/base-scenario.ts";
import { parseDuration } from "../scenario/duration.ts";
import type { Exchange } from "./exchange.ts";

const page =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n";

/**
 * Sends an answer, late and broken as the scenario wants it. Returns the status that went out whole, null where none
 * did. `arrivedAt` is the request's time by `performance.now()`; `signal` ends every wait.
 */
export async function deliver(
  exchange: Exchange,
  response: ServerResponse,
  arrivedAt: number,
  signal: AbortSignal,
): Promise<number | null> {
  const { fault } = exchange;
  const latency = (exchange.account?.latencyMs ?? 0) + (parseDuration(fault?.delay ?? "0s") ?? 0);
  const delay = arrivedAt + latency - performance.now(); // our own work is part of the latency
  if (latency > 0 && delay > 0) await sleep(Math.min(delay, 2 ** 31 - 1), undefined, { signal });
  if (fault?.kind === "hang") {
    await once(response, "close", { signal });
    return null;
  }
  if (fault?.kind === "reset") {
    response.socket?.resetAndDestroy();
    return null;
  }
  const rendered = render(exchange.reply(), fault);
  return send(response, { ...rendered, headers: { ...exchange.headers, ...rendered.headers } }, fault);
}

interface Rendered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function render(
  reply: Reply | { readonly literal: ResponseScenario },
  fault: FaultScenario | undefined,
): Rendered {
  const whole = "literal" in reply ? renderLiteral(reply.literal) : renderReply(reply);
  switch (fault?.kind) {
    case "html":
      return { status: fault.status ?? 502, headers: { "content-type": "text/html" }, body: page };
    case "empty":
      return { ...whole, status: fault.status ?? 200, body: "" };
    case "malformed":
      return { ...whole, status: fault.status ?? 200, body: firstHalf(whole.body) };
    default:
      return whole;
  }
}

function renderReply({ status, headers, body, text }: Reply): Rendered {
  const type = text === undefined ? "application/json" : "text/plain; charset=utf-8";
  return { status, headers: { "content-type": type, ...headers }, body: text ?? JSON.stringify(body) };
}

function renderLiteral({ status = 200, headers, body, text }: ResponseScenario): Rendered {
  const type = text === undefined ? "application/json" : "text/plain; charset=utf-8";
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const content = text ?? (body === undefined ? "" : JSON.stringify(body));
  return { status, headers: { "content-type": type, ...Object.fromEntries(given) }, body: content };
}

/** Not the half of a character: the rest of the answer is valid text. */
function firstHalf(body: string): string {
  return body.slice(0, Math.ceil(body.length / 2)).toWellFormed();
}

async function send(
  response: ServerResponse,
  { status, headers, body }: Rendered,
  fault: FaultScenario | undefined,
): Promise<number | null> {
  if (response.destroyed) return null;
  const content = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": content.length });
  if (fault?.kind === "truncate") {
    response.write(content.subarray(0, Math.ceil(content.length / 2)), () => response.socket?.destroy());
    return null;
  }
  response.end(content);
  return status;
}
