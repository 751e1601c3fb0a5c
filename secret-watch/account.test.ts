import { expect, it } from "vitest";
import { type FileAccount, type FileLeak, summarize } from "./account.ts";

const account: FileAccount = {
  file: "apps/cli/test/a.test.ts",
  started: 3,
  processes: 4,
  direct: 2,
  mirrored: 2,
  bytes: 1234,
  secrets: ["one-secret", "another"],
};
const leak: FileLeak = {
  file: "apps/cli/test/a.test.ts",
  secret: "one-secret",
  name: "API_TOKEN",
  encoding: "Base64",
  place: "standard error",
  command: "upgradectl check",
};

it("tells how much was watched", () => {
  expect(summarize([{ account }, { account }], [], 1000)).toEqual({
    isClean: true,
    lines: [
      "secrets: none in 3,468 bytes of 8 processes (4 of upgradectl) and of the test runner, for 2 secrets",
    ],
  });
});

it("names a leak by four characters, and once", () => {
  const { isClean, lines } = summarize([{ account }, { leak }, { leak }], [], 0);
  expect(isClean).toBe(false);
  expect(lines.slice(1)).toEqual([
    "  apps/cli/test/a.test.ts: API_TOKEN (one-..., Base64) in standard error of: upgradectl check",
  ]);
});

it("fails for what the runner printed", () => {
  expect(summarize([{ account }], [leak], 0).isClean).toBe(false);
});

it.each<[string, Partial<FileAccount>]>([
  ["a process was not watched", { started: 5 }],
  ["no run of upgradectl told what it writes", { mirrored: 0 }],
  ["many runs wrote nothing at all", { mirrored: 11, bytes: 0 }],
])("fails where %s", (_what, change) => {
  expect(summarize([{ account: { ...account, ...change } }], [], 0).isClean).toBe(false);
});
