// `pnpm run sbom [FILE]`: writes what is published, and all that it needs at run time, as one CycloneDX document.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { composeSbom } from "./compose-sbom.ts";
import { workspace } from "./workspace.ts";

const file = resolve(process.argv[2] ?? join(workspace, "release/dist/upgradectl.cdx.json"));
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify(await composeSbom(), null, 2)}\n`);
console.log(file);
