import { connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Certificate } from "./authority.ts";
import { listen } from "./loopback.ts";

export interface TestProxy {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** What clients asked, as it came over the wire. */
  readonly heads: string[];
  readonly sockets: () => number;
}

export interface ProxyOptions {
  /** Where every tunnel leads, whatever was asked for. */
  readonly to?: string;
  /** What it answers in place of a tunnel; undefined: it opens one. */
  readonly refuse?: (head: string) => string | undefined;
  /** It is spoken with over TLS. */
  readonly secure?: Certificate;
}

/** A real proxy that opens tunnels; ends with the test. */
export async function startProxy({ to, refuse, secure }: ProxyOptions): Promise<TestProxy> {
  const heads: string[] = [];
  const talk = (client: Socket): void => {
    client.on("error", () => {});
    let head = "";
    const read = (chunk: Buffer): void => {
      head += chunk.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      client.off("data", read);
      heads.push(head);
      const refusal = refuse?.(head);
      if (refusal !== undefined) {
        if (refusal !== "") client.end(refusal);
        return;
      }
      if (to !== undefined) join(client, Number(new URL(to).port));
    };
    client.on("data", read);
  };
  const server = secure === undefined ? createServer(talk) : createTlsServer(secure, talk);
  const { url, sockets } = await listen(server);
  const own = secure === undefined ? url : url.replace("http:", "https:");
  return { url: own, host: new URL(url).host, heads, sockets };
}

function join(client: Socket, port: number): void {
  const far = connect(port, "127.0.0.1", () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    client.pipe(far).pipe(client);
  });
  far.on("error", () => client.destroy()).on("close", () => client.destroy());
  client.on("close", () => far.destroy());
}

export function answerOfProxy(status: number): string {
  return `HTTP/1.1 ${status} Because\r\ncontent-length: 2\r\n\r\nNo`;
}
