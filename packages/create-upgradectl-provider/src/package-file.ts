import { type Choices, packageNameOf } from "./choices.ts";
import type { Versions } from "./versions.ts";

/** The `package.json` of the new package. */
export function renderPackageFile(choices: Choices, title: string, { rangeOf }: Versions): string {
  const isTyped = choices.language === "typescript";
  const entry = isTyped
    ? { types: "./dist/index.d.ts", default: "./dist/index.js" }
    : { default: "./src/index.js" };
  const folder = isTyped ? "dist" : "src";
  const scripts = isTyped
    ? { build: "tsc -p tsconfig.json", test: 'node --test "src/**/*.test.ts"', prepack: "npm run build" }
    : { test: 'node --test "src/**/*.test.js"' };
  const tools = ["@upgradectl/provider-testkit", "upgradectl"];
  const file = {
    name: packageNameOf(choices),
    version: "0.1.0",
    description: `upgradectl provider for ${title}.`,
    keywords: ["upgradectl", "upgradectl-provider"],
    // Nobody but the author can choose one.
    license: "UNLICENSED",
    type: "module",
    engines: { node: ">=22.19" },
    exports: { ".": entry, "./package.json": "./package.json" },
    sideEffects: false,
    files: [folder, `!${folder}/**/*.test.*`],
    scripts: { ...scripts, validate: "upgradectl validate example/upgradectl.yaml" },
    dependencies: rangesOf(["@upgradectl/provider-sdk", "zod"], rangeOf),
    devDependencies: rangesOf(isTyped ? ["@types/node", ...tools, "typescript"] : tools, rangeOf),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function rangesOf(names: readonly string[], rangeOf: Versions["rangeOf"]) {
  return Object.fromEntries(names.toSorted().map((name) => [name, rangeOf(name)]));
}
