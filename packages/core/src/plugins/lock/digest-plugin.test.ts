import { beforeEach, describe, expect, it } from "vitest";
import { needed, pluginCode, useLockedFleet } from "../../testing/locked-fleet.ts";

const { load, pin, problemOf, write } = useLockedFleet();

describe("a module without a package of its own", () => {
  beforeEach(async () => {
    await write({
      "fleet/package.json": { name: "infrastructure", version: "4.0.0", type: "module" },
      "fleet/plugins/acme.mjs": `import "./shapes.mjs"; import "./parts.cjs"; import needed from "needed"; ${pluginCode()}`,
      "fleet/plugins/shapes.mjs": `export const words = new URL("./words.json", import.meta.url);`,
      "fleet/plugins/words.json": {},
      "fleet/plugins/parts.cjs": `require("./lib");`,
      "fleet/plugins/lib/package.json": { main: "./code/part", type: "commonjs" },
      "fleet/plugins/lib/code/part.js": "",
      "fleet/plugins/other.mjs": "",
      [`${needed}/package.json`]: { name: "needed", version: "2.0.0" },
      [`${needed}/index.js`]: "module.exports = 1;",
    });
    await pin("./plugins/acme.mjs");
  });

  it("does not mind what else changes around it", async () => {
    await write({
      "fleet/plugins/other.mjs": "1;",
      "fleet/package.json": { name: "infrastructure", version: "5.0.0" },
    });
    expect(await load("./plugins/acme.mjs")).toMatchObject({ isLocked: true });
  });

  it.each([
    ["plugins/shapes.mjs", "plugins/shapes.mjs was changed"],
    ["plugins/words.json", "plugins/words.json was changed"],
    ["plugins/lib/code/part.js", "plugins/lib/code/part.js was changed"],
    ["plugins/lib/package.json", "plugins/lib/package.json was changed"],
    ["node_modules/needed/index.js", "needed 2.0.0, which it needs"],
  ])("is made of what it names: %s", async (file, detail) => {
    await write({ [`fleet/${file}`]: "{ }" });
    expect((await problemOf("./plugins/acme.mjs")).detail).toContain(detail);
  });
});

describe("a folder that is a plugin", () => {
  it("is pinned whole", async () => {
    await write({
      "fleet/acme/package.json": { name: "@acme/k", version: "1.0.0", type: "module", exports: "./index.js" },
      "fleet/acme/index.js": pluginCode(),
      "fleet/acme/late.js": "",
    });
    await pin("./acme");
    expect(await load("./acme")).toMatchObject({ isLocked: true });
    await write({ "fleet/acme/late.js": "1;" });
    expect((await problemOf("./acme")).detail).toContain("acme/late.js was changed.");
  });

  it("that has the manifest in it is its module, and what that names", async () => {
    await write({
      "fleet/package.json": { name: "@acme/k", version: "1.0.0", type: "module", exports: "./index.js" },
      "fleet/index.js": pluginCode(),
    });
    await pin("./");
    await write({
      "fleet/upgradectl.yaml": "",
      "fleet/package.json": { name: "@acme/k", exports: "./index.js" },
    });
    expect(await load("./")).toMatchObject({ isLocked: true });
  });
});
