// Of a whole test run: collects what the test files found, watches what the runner itself prints, and fails the run.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type FileLeak, type Line, summarize } from "./account.ts";
import { SecretFinder } from "./find-secrets.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly secretWatch: string;
  }
}

export default async function watchRun(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "secret-watch-"));
  project.provide("secretWatch", folder);
  const printed = { stdout: listenTo(process.stdout), stderr: listenTo(process.stderr) };
  return async () => {
    const text = await readFile(join(folder, "account.ndjson"), "utf8").catch(() => "");
    await rm(folder, { recursive: true, force: true });
    const lines = text.trim() === "" ? [] : text.trim().split("\n").map(parseLine);
    const secrets = new Map<string, string>();
    for (const line of lines)
      if ("account" in line)
        for (const secret of line.account.secrets.filter(isTelling))
          secrets.set(secret, "a secret of a test");
    const finder = new SecretFinder(secrets);
    const leaks = Object.entries(printed).flatMap(([place, chunks]) =>
      finder
        .find(Buffer.concat(chunks))
        .map((found): FileLeak => ({ ...found, place, file: "vitest", command: "vitest" })),
    );
    const bytes = Object.values(printed)
      .flat()
      .reduce((sum, chunk) => sum + chunk.length, 0);
    const summary = summarize(lines, leaks, bytes);
    for (const line of summary.lines) process.stderr.write(`${line}\n`);
    if (!summary.isClean) process.exitCode = 1;
  };
}

/** Names of tests have words in them; some tests take such a word for a secret. */
function isTelling(secret: string): boolean {
  return !/^[a-z]{1,10}$/i.test(secret);
}

function parseLine(text: string): Line {
  return JSON.parse(text);
}

function listenTo(stream: NodeJS.WriteStream): Buffer[] {
  const chunks: Buffer[] = [];
  const { write } = stream;
  stream.write = (...given: readonly unknown[]) => {
    const [chunk] = given;
    if (typeof chunk === "string" || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    return Reflect.apply(write, stream, given);
  };
  return chunks;
}
