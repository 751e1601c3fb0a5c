import { defineConfig } from "vitest/config";
import { areas, luck } from "./areas.ts";

const { MUTATED_AREA: area = "" } = process.env;

export default defineConfig({
  test: {
    include: [...(areas[area]?.tests ?? [])],
    exclude: [luck],
  },
});
