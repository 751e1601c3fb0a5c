import { keepLast, readHeaders } from "../cloud/read-source.ts";
import { prepareExchange, type ScriptedExchange } from "../cloud/script.ts";
import type { ProviderTests } from "../options.ts";
import { openSession } from "./session.ts";
import type { Subject } from "./subject.ts";
import { type DeclaredCluster, readTestedFleet } from "./tested-fleet.ts";

/** Asks a running server once, and keeps what it says. The path of its URL is left out, as the kit's own has none. */
export async function recordSimulator(
  tests: ProviderTests,
  url: string,
  subject: Subject,
  declared: readonly DeclaredCluster[],
): Promise<readonly ScriptedExchange[]> {
  const prefix = new URL(url).pathname.replace(/\/$/, "");
  const kept: ScriptedExchange[] = [];
  const fleet = await readTestedFleet(tests, url.replace(/\/$/, ""), declared);
  const session = await openSession(tests, fleet, {
    through: (wire) => ({
      send: async (message, ...rest) => {
        const answer = await wire.send(message, ...rest);
        const { method, target } = message.request;
        const { status, headers, body } = answer;
        const path = target.startsWith(prefix) ? target.slice(prefix.length) : target;
        kept.push(
          prepareExchange({ method, path, status, headers: readHeaders(headers), body: parseText(body) }),
        );
        return answer;
      },
      close: () => wire.close(),
    }),
  });
  try {
    await session.ask(subject);
  } finally {
    await session.end();
  }
  return keepLast(kept);
}

function parseText(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
