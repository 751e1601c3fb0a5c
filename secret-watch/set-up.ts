// Of each test file: every process that it starts is watched.
import { appendFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, expect, inject } from "vitest";
import type { FileAccount, Line } from "./account.ts";
import { isAllowed, measuresProcesses } from "./allow-secret.ts";
import { collectIssuedSecrets } from "./issued-secrets.ts";
import { ChildWatch } from "./watch-children.ts";

const folder = inject("secretWatch");
const file = relative(process.cwd(), expect.getState().testPath ?? "");

const write = (line: Line) => appendFileSync(join(folder, "account.ndjson"), `${JSON.stringify(line)}\n`);
const watch = new ChildWatch({
  folder: join(folder, "spools"),
  issued: collectIssuedSecrets(),
  isStreamsOnly: measuresProcesses,
  onLeak: (leak) => {
    if (!isAllowed(leak.secret)) write({ leak: { ...leak, file } });
  },
});
watch.install();

afterAll(() => {
  watch.settle();
  const { secrets, ...counts } = watch.watched;
  const account: FileAccount = {
    file,
    ...counts,
    secrets: [...secrets.keys()].filter((secret) => !isAllowed(secret)),
  };
  write({ account });
});
