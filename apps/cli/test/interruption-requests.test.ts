import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { type ClusterEntry, manifest } from "./clouds.ts";
import { folderWith, program, reportOf, runCli } from "./run-cli.ts";

const patience = { timeout: 20_000, interval: 10 };
const entry = (provider: string): ClusterEntry => ({
  name: provider,
  id: `${provider}-1`,
  provider,
  targetVersion: "1.0",
});
const providers = ["hw", "css", "auto", "ali"] as const;

/** Of each access key one request goes first, and alone. */
const keys = 2;

/** A server that takes requests and answers none. */
async function silence() {
  const sockets = new Set<Socket>();
  let asked = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("data", () => {
      asked += 1;
    });
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, open: () => sockets.size, asked: () => asked };
}

async function fleet() {
  const server = await silence();
  const cwd = await folderWith({ "upgradectl.json": manifest(server.url, providers.map(entry)) });
  return { server, cwd };
}

/** Runs until the report waits for the reader of a pipe that nobody reads. */
async function untilItWrites(args: readonly string[]) {
  const { server, cwd } = await fleet();
  expect(spawnSync("mkfifo", ["pipe"], { cwd }).status).toBe(0);
  const child = spawn(
    process.execPath,
    [program, "check", ...args, "-o", "text=report.txt", "-o", "json=pipe"],
    {
      cwd,
      env: { HOME: "/nonexistent", PATH: process.env.PATH ?? "" },
      stdio: "ignore",
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  await vi.waitFor(() => expect(server.asked()).toBe(keys), patience);
  return { server, cwd, child };
}

const codeOf = async (child: ChildProcess) => (await once(child, "exit"))[0];
const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s aborts every open request, and every cluster says so", async (signal, code) => {
  const { server, cwd } = await fleet();
  const result = await runCli(["check", "-o", "json"], {
    cwd,
    during: (child) => {
      vi.waitFor(() => expect(server.asked()).toBe(keys), patience).then(() => child.kill(signal));
    },
  });
  expect(result.code).toBe(code);
  const { clusters } = reportOf(result);
  expect(clusters.map(({ verdict, error }) => [verdict, error?.kind])).toEqual(
    providers.map(() => ["unknown", "cancelled"]),
  );
  for (const { error } of clusters) expect(error?.hint).toBeTruthy();
  await vi.waitFor(() => expect(server.open()).toBe(0), patience);
});

it("closes connections before the report has a reader, and leaves at once at the second signal", async () => {
  const { server, cwd, child } = await untilItWrites([]);
  child.kill("SIGTERM");
  await vi.waitFor(() => expect(server.open()).toBe(0), patience);
  await vi.waitFor(async () => expect(await readdir(cwd)).toContain("report.txt"), patience);
  expect(isRunning(child)).toBe(true);
  const ended = codeOf(child);
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect((await readdir(cwd)).toSorted()).toEqual(["pipe", "report.txt", "upgradectl.json"]);
});

it("waits five seconds for a reader of the report where the run was over already", async () => {
  const { cwd, child } = await untilItWrites(["--timeout", "1s"]);
  await vi.waitFor(async () => expect(await readdir(cwd)).toContain("report.txt"), patience);
  const ended = codeOf(child);
  const startedAt = performance.now();
  child.kill("SIGTERM");
  expect(await ended).toBe(143);
  expect(performance.now() - startedAt).toBeGreaterThan(4500);
});
