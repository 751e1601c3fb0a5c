import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/{src,test}/**/*.test.ts",
      "{schemas,examples,bench,mutation,release}/**/*.test.ts",
    ],
    testTimeout: 30_000,
    // Most tests wait for processes of their own; by default one core would stay free.
    maxWorkers: "100%",
  },
});
