// The only file that touches the process.
import { systemClock } from "@upgradectl/core";
import { runCli } from "./cli.ts";
import type { Output, StopSignal, World } from "./world.ts";

function output(stream: NodeJS.WriteStream): Output {
  // A reader that went away (`upgradectl check | head`) has seen what it wanted: no error, and nothing more to say.
  let closed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    closed = true;
  });
  return {
    write: (text) =>
      closed
        ? Promise.resolve()
        : new Promise((resolve, reject) => {
            stream.write(text, (error) =>
              error == null || "code" in error === false || error.code === "EPIPE"
                ? resolve()
                : reject(error),
            );
          }),
    isTty: stream.isTTY === true,
    columns: stream.isTTY === true ? stream.columns : undefined,
  };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function onStop(stop: (signal: StopSignal) => void): () => void {
  const signals: readonly StopSignal[] = ["SIGINT", "SIGTERM"];
  let stopped = false;
  const listen = (signal: StopSignal) => {
    if (stopped) process.exit(signal === "SIGINT" ? 130 : 143);
    stopped = true;
    stop(signal);
  };
  for (const signal of signals) process.on(signal, listen);
  return () => {
    for (const signal of signals) process.off(signal, listen);
  };
}

const world: World = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  readStdin,
  clock: systemClock,
  runtime: `Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
  random: Math.random,
  onStop,
};

process.exitCode = await runCli(world);
