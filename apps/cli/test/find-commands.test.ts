import { expect, it } from "vitest";
import { findCommands } from "./find-commands.ts";

it.each([
  ["upgradectl check   # --nothing", [["check"]]],
  ["upgradectl gate -l env=prod && ./deploy.sh --now", [["gate", "-l", "env=prod"]]],
  ["upgradectl check \\\n  --cluster 'pay*' > out.json", [["check", "--cluster", "pay*"]]],
  [
    "npx -y upgradectl@1.2.3 merge a.json; upgradectl show x",
    [
      ["merge", "a.json"],
      ["show", "x"],
    ],
  ],
  ['upgradectl check -o json="$N.json" | jq .', [["check", "-o", "json=$N.json"]]],
  ["source <(upgradectl completion bash)", [["completion", "bash"]]],
  ["if ! upgradectl gate; then upgradectl check; fi", [["gate"], ["check"]]],
  ["npm install upgradectl other; ./upgradectl check; my-upgradectl check", []],
])("%j", (script, calls) => {
  expect(findCommands(script)).toEqual(calls);
});
