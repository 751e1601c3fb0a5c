import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/{src,test}/**/*.test.ts",
      "{schemas,examples,bench,mutation,patterns,release,secret-watch}/**/*.test.ts",
    ],
    testTimeout: 30_000,
    // Whatever a test starts is watched for secrets in what it writes: secret-watch/README.md.
    globalSetup: ["secret-watch/watch-run.ts"],
    setupFiles: ["secret-watch/set-up.ts"],
    // Most tests wait for processes of their own; by default one core would stay free.
    maxWorkers: "100%",
  },
});
