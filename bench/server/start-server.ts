import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** What the server did since its last reset. */
export interface Counts {
  readonly requests: number;
  /** Requests of paths that no API has. */
  readonly unknown: number;
  /** Only counted where there is a latency. */
  readonly mostInFlight: number;
  readonly cpuMs: number;
}

export interface Server {
  readonly url: string;
  /** Counts from zero, and answers after this latency from now on. */
  reset(latencyMs: number): Promise<void>;
  counts(): Promise<Counts>;
  close(): void;
}

export async function startServer(): Promise<Server> {
  const child = fork(new URL("serve.ts", import.meta.url));
  const { url } = await answerOf<{ readonly url: string }>(child);
  return {
    url,
    async reset(latencyMs) {
      child.send({ latencyMs });
      await answerOf(child);
    },
    counts() {
      child.send("counts");
      return answerOf<Counts>(child);
    },
    close: () => child.disconnect(),
  };
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, "message");
  return message;
}
