import { join } from "node:path";
import { rolldown } from "rolldown";

const sdk = join(import.meta.dirname, "../node_modules/@upgradectl/provider-sdk/dist/index.js");

/** The SDK as one file: what plugins that are files get of the executable, which has nothing beside it. */
export async function bundleSdk(file: string): Promise<void> {
  const build = await rolldown({ input: sdk, platform: "node" });
  await build.write({ file, format: file.endsWith(".cjs") ? "cjs" : "esm" });
}
