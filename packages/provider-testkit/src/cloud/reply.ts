import type { Exchange } from "../options.ts";

/** What a server does with a request. */
export type Reply = Answer | "break" | "hang";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** JSON is kept as a value, so that it can be changed. */
export type Body = { readonly json: unknown } | { readonly text: string };

export function answerOf({ status = 200, headers = {}, body }: Exchange): Answer {
  return { status, headers, body: typeof body === "string" ? { text: body } : bodyOf(body) };
}

function bodyOf(value: unknown): Body {
  return value === undefined ? { text: "" } : { json: value };
}

export function jsonReply(
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body: { json } };
}

export function textReply(status: number, text: string, type: string): Answer {
  return { status, headers: { "content-type": type }, body: { text } };
}

export function textOf(body: Body): string {
  return "text" in body ? body.text : JSON.stringify(body.json);
}
