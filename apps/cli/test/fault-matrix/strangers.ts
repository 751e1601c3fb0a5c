import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Where redirects lead. */
export async function startTrap() {
  let hits = 0;
  const server = createHttpServer((_request, response) => {
    hits += 1;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits: () => hits,
    close: async () => void server.close().closeAllConnections(),
  };
}

/** Where an https endpoint meets something else: silence, or plain text. */
export async function startStrangers() {
  const sockets = new Set<Socket>();
  const listen = async (talk: (socket: Socket) => void) => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      talk(socket);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const silent = await listen(() => {});
  const plain = await listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  return {
    silent: silent.url,
    plain: plain.url,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      silent.server.close();
      plain.server.close();
    },
  };
}
