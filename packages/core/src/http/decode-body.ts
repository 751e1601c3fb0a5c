import { longestBody, type WireAnswer } from "./exchange.ts";

type Decode = (data: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** More than one is unheard of; a long list of them would only be there to make the reader work. */
const mostCodings = 3;

export class BodyEncodingError extends Error {}
export class BodyTooLongError extends Error {}

/** The body as text. Servers compress now and then although they were asked not to. */
export function decodeBody(answer: WireAnswer): string {
  const encoding = answer.headers["content-encoding"];
  const body =
    encoding === undefined || answer.body.length === 0 ? answer.body : decompress(answer.body, encoding);
  const text = body.toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

function decompress(body: Buffer, encoding: string): Buffer {
  const codings = encoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim());
  if (codings.length > mostCodings) throw new BodyEncodingError(`compressed ${codings.length} times`);
  return codings.reduceRight((data, coding) => decompressOnce(data, coding), body);
}

function decompressOnce(data: Buffer, coding: string): Buffer {
  if (coding === "identity" || coding === "") return data;
  const decode = decoderOf(coding, data);
  if (decode === undefined) throw new BodyEncodingError(`compressed in an unknown way, "${coding}"`);
  try {
    return decode(data, { maxOutputLength: longestBody });
  } catch (error) {
    if (error instanceof RangeError) throw new BodyTooLongError();
    throw new BodyEncodingError(`said to be compressed with ${coding}, but broken`);
  }
}

function decoderOf(coding: string, data: Buffer): Decode | undefined {
  // Loaded where it is needed, which is hardly ever.
  const zlib = process.getBuiltinModule("node:zlib");
  if (coding === "gzip" || coding === "x-gzip") return zlib.gunzipSync;
  if (coding === "br") return zlib.brotliDecompressSync;
  if (coding === "zstd") return zlib.zstdDecompressSync;
  if (coding !== "deflate") return undefined;
  // Some servers send a bare deflate stream; the zlib format that is meant begins with 0x?8.
  return ((data[0] ?? 0) & 0x0f) === 8 ? zlib.inflateSync : zlib.inflateRawSync;
}
