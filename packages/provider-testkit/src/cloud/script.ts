import type { Exchange } from "../options.ts";
import { type Answer, answerOf } from "./reply.ts";

/** One exchange, ready to be found by a request. */
export interface ScriptedExchange {
  /** `GET /clusters/c-1`, for people. */
  readonly label: string;
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly answer: Answer;
}

export function prepareExchange(exchange: Exchange): ScriptedExchange {
  const { method = "GET", query = {} } = exchange;
  const url = new URL(exchange.path, "http://cloud");
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  const label = `${method} ${url.pathname}${url.search}`;
  return { label, method, ...readTarget(url), answer: answerOf(exchange) };
}

/** The exchange that answers a request: of those that fit, the one that names most parameters; the first of equals. */
export function findExchange(
  exchanges: readonly ScriptedExchange[],
  method: string,
  target: string,
): ScriptedExchange | undefined {
  const { path, query } = readTarget(new URL(target, "http://cloud"));
  const sent = new Set(query.map((pair) => pair.join("=")));
  return exchanges
    .filter((exchange) => exchange.method === method && exchange.path === path)
    .filter((exchange) => exchange.query.every((pair) => sent.has(pair.join("="))))
    .toSorted((a, b) => b.query.length - a.query.length)[0];
}

function readTarget({ pathname, searchParams }: URL): Pick<ScriptedExchange, "path" | "query"> {
  return { path: decodePath(pathname), query: [...searchParams] };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
