import { hash, randomUUID } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import { isToBeSigned, signAlibaba } from "../clouds/alibaba/signature.ts";
import { signHuawei } from "../clouds/huawei/signature.ts";
import { parseRequest } from "../server/raw-request.ts";
import { alibabaAccount, huaweiAccount } from "./scenario.ts";

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly accessKeyId?: string;
  readonly secret?: string;
  readonly body?: string;
  /** Epoch milliseconds; default now. */
  readonly time?: number;
  readonly signal?: AbortSignal;
}

const project = "0123456789abcdef0123456789abcdef";
export const projectPath = `/api/v3/projects/${project}`;
export const clusterPath = `${projectPath}/clusters/b4b9e60f-8aa2-11ee-af09-0255ac10004f`;

/** Sends headers exactly as given and reads the whole answer. */
export function send(url: string, target: string, sent: Sent = {}): Promise<Received> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const { method = "GET", signal } = sent;
    const headers = Object.fromEntries(
      Object.entries(sent.headers ?? {}).filter(([, value]) => value !== undefined),
    );
    const outgoing = request(
      { hostname, port, path: target, method, headers, agent: false, signal },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, body: parse(text) });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(sent.body);
  });
}

/** A rightly signed Huawei request, but for what the test changes in headers (before signing), secret or time. */
export function sendHuawei(url: string, target: string, sent: Sent = {}): Promise<Received> {
  return send(url, target, { ...sent, headers: huaweiHeaders(url, target, sent) });
}

export function huaweiHeaders(
  url: string,
  target: string,
  sent: Sent = {},
): Record<string, string | undefined> {
  const date = new Date(sent.time ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, "");
  const headers = { host: new URL(url).host, "x-sdk-date": date, ...sent.headers };
  const names = Object.keys(headers).toSorted();
  const signature = signHuawei(
    raw(target, headers, sent),
    names,
    sent.secret ?? huaweiAccount().secretAccessKey ?? "",
  );
  const key = sent.accessKeyId ?? huaweiAccount().accessKeyId;
  const authorization = `SDK-HMAC-SHA256 Access=${key}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** A rightly signed Alibaba request, but for what the test changes in headers (before signing), secret or time. */
export function sendAlibaba(url: string, action: string, target: string, sent: Sent = {}): Promise<Received> {
  return send(url, target, { ...sent, headers: alibabaHeaders(url, action, target, sent) });
}

export function alibabaHeaders(
  url: string,
  action: string,
  target: string,
  sent: Sent = {},
): Record<string, string | undefined> {
  const headers = {
    host: new URL(url).host,
    "x-acs-action": action,
    "x-acs-content-sha256": hash("sha256", sent.body ?? ""),
    "x-acs-date": new Date(sent.time ?? Date.now()).toISOString().replace(/\.\d+/, ""),
    "x-acs-signature-nonce": randomUUID(),
    "x-acs-version": "2015-12-15",
    ...sent.headers,
  };
  const names = Object.keys(headers).filter(isToBeSigned).toSorted();
  const secret = sent.secret ?? alibabaAccount().accessKeySecret;
  const { signature } = signAlibaba(raw(target, headers, sent), names, secret);
  const key = sent.accessKeyId ?? alibabaAccount().accessKeyId;
  const authorization = `ACS3-HMAC-SHA256 Credential=${key},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return { ...headers, authorization };
}

function raw(target: string, headers: Readonly<Record<string, string | undefined>>, sent: Sent) {
  const request = parseRequest(sent.method ?? "GET", target, headers, Buffer.from(sent.body ?? ""));
  if (request === null) throw new Error(`not a target: ${target}`);
  return request;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
