import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { parseScenario } from "./index.ts";

it("the README's scenario is valid", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, text = ""] = /```yaml\n(# scenario\n.*?)```/s.exec(readme) ?? [];
  expect(parseScenario(text, "README.md")).toMatchObject({
    scenario: { accounts: [{ name: "north" }, { name: "east" }] },
  });
});
