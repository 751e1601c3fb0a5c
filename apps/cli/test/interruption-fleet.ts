import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { startSimulator } from "@upgradectl/simulator";
import { alibaba, huawei, manifest } from "./clouds.ts";

export interface InterruptedCloud {
  readonly fleet: object;
  /** Connections of clients that are open now. */
  readonly openConnections: () => number;
  readonly close: () => Promise<void>;
}

/** Two accounts, one of which answers at once and the other after a while, behind a door that counts connections. */
export async function startCloud(): Promise<InterruptedCloud> {
  const ids = (prefix: string) => Array.from({ length: 12 }, (_, index) => `${prefix}-${index}`);
  const simulator = await startSimulator({
    scenario: {
      accounts: [
        huawei(ids("p").map((id) => ({ name: id, id, version: "v1.29.8-r4" }))),
        alibaba(
          ids("o").map((id) => ({ name: id, id, version: "1.32.1-aliyun.1" })),
          { latency: "60ms" },
        ),
      ],
    },
  });
  const { port } = new URL(simulator.url);
  const clients = new Set<Socket>();
  const door = createServer((client) => {
    clients.add(client);
    const cloud = connect(Number(port), "127.0.0.1");
    client.on("close", () => {
      clients.delete(client);
      cloud.destroy();
    });
    cloud.on("close", () => client.destroy());
    client.on("error", () => cloud.destroy());
    cloud.on("error", () => client.destroy());
    client.pipe(cloud).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(door, "listening");
  const address = door.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const entries = [
    ...ids("p").map((id) => ({ name: id, id, provider: "hw", targetVersion: "v1.29.8-r4" })),
    // Never there: a wait goes on until it is interrupted.
    ...ids("o").map((id) => ({ name: id, id, provider: "ali", targetVersion: "1.33" })),
  ];
  return {
    fleet: manifest(url, entries),
    openConnections: () => clients.size,
    close: async () => {
      for (const client of clients) client.destroy();
      door.close();
      await simulator.close();
    },
  };
}
