import { describe, expect, it } from "vitest";
import { clusterOf } from "../../test/reports.ts";
import { renderShow } from "./show.ts";

const stdout = { write: async () => {}, isTty: true, columns: 40, rows: 24 };
const cluster = {
  ...clusterOf("payments", "failed", { reason: "its upgrade to v1.29.8-r4 failed at the step Upgrade" }),
  operations: [],
};

describe("show", () => {
  it("breaks sentences between words on a narrow terminal", () => {
    const text = renderShow(cluster, { format: "text" }, "never", { stdout, env: {} });
    expect(text).toMatch(/^ {2}its upgrade to v1\.29\.8-r4 failed at\n {4}the step Upgrade$/m);
    expect(text).toMatch(/^What to do next\n {2}Mend what failed, then retry the\n {4}operation or roll/m);
  });

  it("breaks none in a file", () => {
    const text = renderShow(cluster, { format: "text", file: "show.txt" }, "auto", { stdout, env: {} });
    expect(text).toContain(
      "\n  Mend what failed, then retry the operation or roll it back with the vendor.\n",
    );
  });
});
