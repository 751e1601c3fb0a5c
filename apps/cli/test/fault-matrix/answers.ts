import { type CloudAnswer, type Fault, send } from "./server.ts";

const page = "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

export function answerWith(
  status: number,
  body: string | Buffer,
  headers: CloudAnswer["headers"] = {},
): Fault {
  const type = { "content-type": "application/json" };
  return ({ response }) =>
    send(response, { status, headers: { ...type, ...headers }, body: Buffer.from(body) });
}

/** The cloud's own answer, changed. */
export function changed(change: (answer: CloudAnswer) => CloudAnswer): Fault {
  return async ({ response, forward }) => send(response, change(await forward()));
}

/** The JSON of the cloud's own answer, changed. */
export function rewritten(change: (body: unknown) => unknown): Fault {
  return changed((answer) => ({
    ...answer,
    body: Buffer.from(JSON.stringify(change(JSON.parse(answer.body.toString())))),
  }));
}

/** With a page of somebody else, as a gateway has it. */
export function answerWithPage(status: number): Fault {
  return answerWith(status, page, { "content-type": "text/html" });
}
