import { join } from "node:path";
import { rolldown } from "rolldown";
import { lazyModules } from "./lazy-modules.ts";
import { lazyRequires } from "./lazy-requires.ts";

const packageFolder = join(import.meta.dirname, "..");

/** The whole program as one file, which takes everything else from the executable that it is put into. */
export async function bundleExecutable(file: string): Promise<void> {
  const build = await rolldown({
    input: join(packageFolder, "src/main.ts"),
    platform: "node",
    preserveEntrySignatures: false,
    plugins: [lazyModules, lazyRequires],
    transform: { define: { IS_EXECUTABLE: "true" } },
  });
  await build.write({
    file,
    format: "cjs",
    codeSplitting: false,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  });
}

/** The SDK as one module, for plugins that are files. */
export async function bundleSdk(file: string): Promise<void> {
  const build = await rolldown({ input: sdk, platform: "node" });
  await build.write({ file, format: "esm" });
}

const sdk = join(packageFolder, "node_modules/@upgradectl/provider-sdk/dist/index.js");
