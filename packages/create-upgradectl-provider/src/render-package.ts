import { readFileSync } from "node:fs";
import { type Choices, packageNameOf } from "./choices.ts";
import { renderPackageFile } from "./package-file.ts";
import { renderRecordings } from "./recordings.ts";
import { type Claims, renderTemplate, type Values } from "./render-template.ts";
import type { Versions } from "./versions.ts";

/** The files of the new package: text by path. */
export function renderPackage(choices: Choices, versions: Versions): Readonly<Record<string, string>> {
  const values = valuesOf(choices);
  const claims = claimsOf(choices);
  const { extension = "", baseUrl = "", title = "" } = values;
  const rendered = Object.entries({
    ...(claims.typescript ? { "tsconfig.json": "tsconfig.json" } : {}),
    [`src/index.${extension}`]: "src/index",
    [`src/api.${extension}`]: "src/api",
    [`src/conformance.test.${extension}`]: "src/conformance",
    "example/upgradectl.yaml": "manifest.yaml",
    "README.md": "README.md",
    // Packing leaves hidden files out.
    ".gitignore": "gitignore",
    ".changeset/config.json": "changeset.json",
    ".github/workflows/ci.yml": "ci.yml",
  }).map(([path, template]) => [path, renderTemplate(readTemplate(template), claims, values)] as const);
  const recordings = Object.entries(renderRecordings(choices, baseUrl)).map(
    ([folder, text]) => [`recordings/${folder}/exchanges.ndjson`, text] as const,
  );
  return {
    "package.json": renderPackageFile(choices, title, versions),
    ...Object.fromEntries(rendered),
    ...Object.fromEntries(recordings),
  };
}

function readTemplate(name: string): string {
  return readFileSync(new URL(`../template/${name}.template`, import.meta.url), "utf8");
}

function claimsOf({ auth, list, language }: Choices): Claims {
  return {
    none: auth === "none",
    token: auth === "token",
    "api-key": auth === "api-key",
    credentials: auth !== "none",
    list,
    typescript: language === "typescript",
  };
}

function valuesOf(choices: Choices): Values {
  const { name, auth, list, language } = choices;
  const upper = name.toUpperCase().replaceAll("-", "_");
  const variable = auth === "token" ? `${upper}_TOKEN` : `${upper}_API_KEY`;
  const secretName = auth === "token" ? "token" : "API key";
  return {
    name,
    title: name.replaceAll(/(^|-)([a-z])/g, (_whole, before: string, letter: string) =>
      before === "" ? letter.toUpperCase() : ` ${letter.toUpperCase()}`,
    ),
    packageName: packageNameOf(choices),
    baseUrl: `https://api.${name}.example`,
    variable,
    key: auth === "token" ? "token" : "apiKey",
    secretName,
    secretTitle: auth === "token" ? "Bearer token" : "API key",
    needsVariable: auth === "none" ? "" : `; ${variable} may be any text for that`,
    listed: list ? ", listed" : "",
    extension: language === "typescript" ? "ts" : "js",
  };
}
