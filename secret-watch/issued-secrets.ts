import { ServerResponse } from "node:http";
import type { Secrets } from "./secrets.ts";
import { secretsOfText } from "./secrets.ts";

/** Answers that give something out are short; a page of clusters is not looked at. */
const largest = 16 * 1024;

/** What servers in this process give out from now on: tokens and temporary keys of simulated clouds. */
export function collectIssuedSecrets(): Secrets {
  const issued = new Map<string, string>();
  const take = (text: string) => {
    if (text.length > largest || !/secret|token/i.test(text)) return;
    for (const [value, name] of secretsOfText(text)) issued.set(value, `issued ${name}`);
  };
  const { prototype } = ServerResponse;
  const { end, writeHead } = prototype;
  prototype.end = function (this: ServerResponse, ...given: readonly unknown[]) {
    const [chunk] = given;
    if (typeof chunk === "string") take(chunk);
    else if (chunk instanceof Uint8Array && chunk.length <= largest) take(Buffer.from(chunk).toString());
    const token = this.getHeader("x-subject-token");
    if (token !== undefined) take(`X-Subject-Token: ${token}`);
    return Reflect.apply(end, this, given);
  };
  prototype.writeHead = function (this: ServerResponse, ...given: readonly unknown[]) {
    for (const headers of given.filter((value) => typeof value === "object" && value !== null))
      for (const [name, value] of Object.entries(headers as object))
        if (/token/i.test(name)) take(`${name}: ${value}`);
    return Reflect.apply(writeHead, this, given);
  };
  return issued;
}
