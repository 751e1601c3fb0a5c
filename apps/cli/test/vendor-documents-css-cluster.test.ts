import type { CssClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { cssError, upgradeSample, upgrades } from "./vendor-css-bodies.ts";
import { type Case, checkCss, unread } from "./vendor-table.ts";

type CssCase = Case<CssClusterScenario>;

const image = "7.10.2_24.3.0_0827";
const bad = "unexpected-response";

describe("CSS: the cluster itself", () => {
  it("every status and action, and others", async () => {
    const judged: readonly [string, readonly string[], string, string][] = [
      ["200", [], "converged", "200"],
      ["200", ["REBOOTING"], "converged", "200 (REBOOTING)"],
      ["200", ["GROWING", "SNAPSHOTTING"], "converged", "200 (GROWING, SNAPSHOTTING)"],
      ["200", ["UPGRADING"], "upgrading", "200 (UPGRADING)"],
      ["200", ["AZ_MIGRATION"], "upgrading", "200 (AZ_MIGRATION)"],
      ["100", [], "converged", "100"],
      ["100", ["UPGRADING"], "upgrading", "100 (UPGRADING)"],
      ["303", [], "failed", "303"],
      ["300", [], "failed", "300"],
      ["303", ["UPGRADING"], "failed", "303 (UPGRADING)"],
      ["900", [], "unknown", "900"],
    ];
    await checkCss(
      judged.map(
        ([state, actions, verdict, shown]): CssCase => ({
          name: `status ${shown}`,
          cluster: { state, actions },
          expected: { verdict, observed: { version: "7.10.2", state: shown } },
        }),
      ),
    );
  });

  it("the version, and what hangs on it", async () => {
    await checkCss([
      {
        name: "below",
        cluster: { version: "7.6.2" },
        expected: { verdict: "behind", observed: { version: "7.6.2" } },
      },
      { name: "above", cluster: { version: "7.17.0" }, expected: { verdict: "ahead" } },
      { name: "a line", entry: { targetVersion: "7.10" }, expected: { verdict: "converged" } },
      { name: "a range", entry: { targetVersion: ">=7.10 <7.11" }, expected: { verdict: "converged" } },
      {
        name: "an upgrade that failed half way",
        answers: upgrades({ ...upgradeSample, status: "PARTIAL_FAILED" }),
        expected: { verdict: "failed", outcome: "action" },
      },
      {
        name: "an upgrade that runs",
        cluster: { operations: [{ to: "7.10.2_24.9.9_0101", startedAgo: "10m", duration: "1h" }] },
        expected: {
          verdict: "upgrading",
          observed: { state: "200 (UPGRADING)" },
          upgrade: { kind: "image", toVersion: "7.10.2_24.9.9_0101", phase: "running" },
        },
      },
      {
        name: "an upgrade that was done",
        cluster: { operations: [{ to: "7.10.2_24.9.9_0101", startedAgo: "2h", duration: "1h" }] },
        entry: { expect: { image: "7.10.2_24.9.9_0101" } },
        expected: { verdict: "converged", upgrade: { phase: "succeeded", progress: 1 } },
      },
    ]);
  });

  it("the image", async () => {
    const with_ = (name: string, expected: string, verdict: string): CssCase => ({
      name,
      cluster: { image },
      entry: { expect: { image: expected } },
      expected: { verdict },
    });
    const { clusters } = await checkCss([
      with_("whole", image, "converged"),
      with_("its beginning", "7.10.2_24.3", "converged"),
      with_("a range that holds", ">=7.10.2_24.1", "converged"),
      with_("older than wanted", ">=7.10.2_24.4", "behind"),
      with_("newer than wanted", "7.10.2_23.5.1", "ahead"),
    ]);
    expect(clusters["older than wanted"]?.drift).toMatchObject([
      { property: "image", expected: ">=7.10.2_24.4", observed: image },
    ]);
  });

  it("the zones, as a set", async () => {
    const zones = ["cn-north-4a", "cn-north-4c"];
    const with_ = (name: string, availabilityZones: unknown, verdict: string): CssCase => ({
      name,
      cluster: { zones },
      entry: { expect: { availabilityZones } },
      expected: { verdict },
    });
    await checkCss([
      with_("the same", zones, "converged"),
      with_("another order", zones.toReversed(), "converged"),
      with_("too few", ["cn-north-4a"], "different"),
      with_("others", ["cn-north-4b", "cn-north-4c"], "different"),
      {
        ...with_("one of one", ["cn-north-4a"], "converged"),
        cluster: { zones: ["cn-north-4a"] },
      },
    ]);
  });

  it("one zone may be written as a text", async () => {
    await checkCss([
      {
        name: "one",
        cluster: { zones: ["cn-north-4a"] },
        entry: { expect: { availabilityZones: "cn-north-4a" } },
        expected: { verdict: "converged" },
      },
    ]);
  });

  it("an image out of support is told, and changes nothing", async () => {
    const { simulator } = await checkCss([
      {
        name: "with a better one",
        cluster: {
          image,
          isEos: true,
          images: [{ name: "7.10.2_24.3.3_0102" }, { name: "7.10.2_24.3.4_0109", priority: 99 }],
        },
        expected: {
          verdict: "converged",
          findings: [
            {
              level: "warning",
              item: "image",
              message: `image ${image} is out of support; 7.10.2_24.3.4_0109 is offered`,
            },
          ],
        },
      },
      {
        name: "with images that cannot be read",
        cluster: { image, isEos: true },
        answers: { ListImages: cssError(403, "CSS.0015") },
        expected: { verdict: "converged", error: null },
      },
      { name: "in support", expected: { verdict: "converged" } },
    ]);
    const images = simulator.stats.requests.filter(({ action }) => action === "ListImages");
    expect(images).toHaveLength(2);
  });

  it("rows and details that are no cluster", async () => {
    const detail = (name: string, body: unknown): CssCase => ({
      name,
      answers: { ShowClusterDetail: { body } },
      expected: unread(bad),
    });
    const fields = { id: "case-7", status: "200", datastore: { version: "7.10.2" } };
    // Without a list each cluster is read by itself.
    await checkCss(
      [
        detail("an empty object", {}),
        detail("a list", []),
        detail("null", null),
        detail("a text", "200"),
        detail("another cluster", { ...fields, id: "somebody-else" }),
        detail("a version that is a number", { ...fields, id: "case-5", datastore: { version: 7.1 } }),
        {
          name: "a page of a proxy",
          answers: { ShowClusterDetail: { text: "<html>" } },
          expected: unread(bad),
        },
        {
          name: "a number for a status, and no more",
          answers: { ShowClusterDetail: { body: { ...fields, status: 200 } } },
          expected: { verdict: "converged", observed: { state: "200" } },
        },
        {
          name: "no version",
          answers: { ShowClusterDetail: { body: { id: "case-8", status: "200" } } },
          expected: { verdict: "unknown", observed: { version: null, state: "200" } },
        },
        {
          name: "no status",
          answers: { ShowClusterDetail: { body: { id: "case-9", datastore: { version: "7.10.2" } } } },
          expected: { verdict: "unknown", outcome: "incomplete" },
        },
      ],
      { responses: { ListClustersDetails: cssError(403, "CSS.0015") } },
    );
  });
});
