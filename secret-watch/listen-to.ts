import type { Readable, Writable } from "node:stream";

export function isReadable(stream: unknown): stream is Readable {
  return typeof stream === "object" && stream !== null && "push" in stream;
}

/** Without making it flow: the bytes are seen on their way to whoever reads them. */
export function listenTo(stream: Readable): Buffer[] {
  const chunks: Buffer[] = [];
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding) => {
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    return push(chunk, encoding);
  };
  return chunks;
}

export function listenToInput(stream: Writable): Buffer[] {
  const chunks: Buffer[] = [];
  const write = stream._write.bind(stream);
  stream._write = (chunk: unknown, encoding, done) => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    write(chunk, encoding, done);
  };
  return chunks;
}
