import type { Socket } from "node:net";
import type { Connect } from "../lazy-modules.ts";
import type { ConnectError } from "./network-errors.ts";
import { noProxy, refusedByProxy, slowProxy } from "./proxy-errors.ts";
import type { ProxyServer } from "./way.ts";

export interface TunnelOptions {
  /** The host to be reached: a name or an address, with brackets if it has colons, and a port. */
  readonly target: string;
  readonly timeoutMs: number;
  /** Of the proxy's answer, in bytes. */
  readonly longestHead: number;
  readonly connect: Connect;
  /** Told of the connection as soon as there is something to be destroyed. */
  readonly onSocket: (socket: Socket) => void;
}

/**
 * Has a proxy make the connection (RFC 9110, 9.3.6). Sends nothing but the target and what the proxy itself wants; rejects with
 * a `ConnectError`. undici's own agent would load a dozen files more, and hide what a proxy says behind one message.
 */
export async function openTunnel(proxy: ProxyServer, options: TunnelOptions): Promise<Socket> {
  const socket = await connectTo(proxy, options);
  return new Promise((resolve, reject) => new Dialogue(proxy, options, socket, resolve, reject).begin());
}

function connectTo(proxy: ProxyServer, { target, connect, onSocket }: TunnelOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      {
        protocol: proxy.isSecure ? "https:" : "http:",
        host: proxy.host,
        hostname: proxy.hostname,
        port: String(proxy.port),
      },
      (error, connected) => {
        if (error === null) resolve(connected);
        else reject(noProxy(proxy, target, error));
      },
    );
    onSocket(socket);
  });
}

/** The question, and as much of the stream as answers it. */
class Dialogue {
  readonly #proxy: ProxyServer;
  readonly #options: TunnelOptions;
  readonly #socket: Socket;
  readonly #resolve: (socket: Socket) => void;
  readonly #reject: (error: ConnectError) => void;
  #timer: NodeJS.Timeout | undefined;
  #received: Buffer = Buffer.alloc(0);

  constructor(
    proxy: ProxyServer,
    options: TunnelOptions,
    socket: Socket,
    resolve: (socket: Socket) => void,
    reject: (error: ConnectError) => void,
  ) {
    this.#proxy = proxy;
    this.#options = options;
    this.#socket = socket;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(): void {
    const { target, timeoutMs } = this.#options;
    const { authorization } = this.#proxy;
    this.#timer = setTimeout(() => this.#fail(slowProxy(this.#proxy, target)), timeoutMs);
    const own = authorization === undefined ? "" : `proxy-authorization: ${authorization}\r\n`;
    this.#socket
      .on("data", this.#onData)
      .on("error", this.#onError)
      .on("close", this.#onClose)
      .write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${own}\r\n`);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received = Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf("\r\n\r\n");
    const { longestHead } = this.#options;
    if (end < 0 && this.#received.length <= longestHead) return;
    const head = end > longestHead ? "" : this.#received.toString("latin1", 0, Math.max(end, 0));
    const [, status] = /^HTTP\/1\.[01] ([2-5]\d\d)(?: |\r|$)/.exec(head) ?? [];
    if (status?.startsWith("2") !== true) {
      const said = status === undefined ? undefined : Number(status);
      this.#fail(refusedByProxy(this.#proxy, this.#options.target, said));
      return;
    }
    this.#leave();
    this.#socket.pause();
    const rest = this.#received.subarray(end + 4);
    if (rest.length > 0) this.#socket.unshift(rest);
    this.#resolve(this.#socket);
  };

  readonly #onError = (error: Error): void => {
    this.#fail(noProxy(this.#proxy, this.#options.target, error));
  };

  readonly #onClose = (): void => {
    const broken = Object.assign(new Error("closed"), { code: "ECONNRESET" });
    this.#fail(noProxy(this.#proxy, this.#options.target, broken));
  };

  #fail(error: ConnectError): void {
    this.#leave();
    this.#socket.on("error", () => {}).destroy();
    this.#reject(error);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#socket.off("data", this.#onData).off("error", this.#onError).off("close", this.#onClose);
  }
}
