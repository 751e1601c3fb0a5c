import type { IncomingMessage } from "node:http";

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly target: string;
  /** Decoded segments of the path: `["clusters", "c1"]`. */
  readonly segments: readonly string[];
  /** Decoded, in the order of the wire; a name may come twice. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

const bodyLimit = 1_048_576;

/** Reads a whole request. Returns null where its path, query or size is beyond what any client would send. */
export async function readRequest(message: IncomingMessage): Promise<RawRequest | null> {
  const body = await readBody(message);
  if (body === null) return null;
  return parseRequest(message.method ?? "", message.url ?? "", flatten(message.headers), body);
}

export function parseRequest(
  method: string,
  target: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: Buffer,
): RawRequest | null {
  const [path = "", ...rest] = target.split("?");
  try {
    const segments = path.split("/").slice(1).map(decodeURIComponent);
    return { method, target, segments, query: parseQuery(rest.join("?")), headers, body };
  } catch {
    return null; // a percent sign that starts no escape
  }
}

/** As the services read it: a plus sign is a space. */
function parseQuery(query: string): readonly (readonly [string, string])[] {
  const pairs = query.split("&").filter((pair) => pair !== "");
  return pairs.map((pair) => {
    const [name = "", ...value] = pair.replaceAll("+", " ").split("=");
    return [decodeURIComponent(name), decodeURIComponent(value.join("="))];
  });
}

export function queryValue(request: RawRequest, name: string): string | undefined {
  return request.query.find(([key]) => key === name)?.[1];
}

async function readBody(message: IncomingMessage): Promise<Buffer | null> {
  const { "content-length": length, "transfer-encoding": encoding } = message.headers;
  if (length === undefined && encoding === undefined) return Buffer.alloc(0); // iterating over nothing is slow
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > bodyLimit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatten(headers: IncomingMessage["headers"]): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]),
  );
}
