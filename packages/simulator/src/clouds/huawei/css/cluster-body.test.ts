import { describe, expect, it } from "vitest";
import type { CssOperationScenario } from "../../../index.ts";
import { css, cssWith, one, three, two, upgrade } from "../../../testing/css.ts";
import { clusterBody } from "./cluster-body.ts";
import { upgradeRow } from "./operation-body.ts";

describe("a CSS cluster", () => {
  it("at rest is available, with a node in every zone in turn", () => {
    const body = clusterBody(
      css({ zones: ["cn-north-4a", "cn-north-4c"], isEos: true, actions: ["REBOOTING"] }),
    );
    expect(body).toMatchObject({
      id: "c",
      name: "logs",
      status: "200",
      datastore: {
        type: "elasticsearch",
        version: "7.10.2",
        subVersion: "7.10.2_24.3.0_0827",
        isEosCluster: true,
      },
      instances: [
        { name: one, type: "ess", status: "200", azCode: "cn-north-4a" },
        { name: two, azCode: "cn-north-4c" },
        { name: three, azCode: "cn-north-4a" },
      ],
      actions: ["REBOOTING"],
      actionProgress: {},
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    });
    expect(body).not.toHaveProperty("failedReason");
  });

  it("still calls itself available while an upgrade runs; only `actions` and the node tell", () => {
    const body = clusterBody(cssWith(upgrade, 12));
    expect(body).toMatchObject({
      status: "200",
      actions: ["UPGRADING"],
      actionProgress: { UPGRADING: "40%" },
      datastore: { subVersion: "7.10.2_24.3.0_0827" },
      instances: [{ status: "200" }, { name: two, status: "100" }, { status: "200" }],
    });
  });

  it("has the new image after it, which is in support", () => {
    const state = css({ isEos: true, operations: [upgrade] }, 30);
    expect(clusterBody(state)).toMatchObject({
      actions: [],
      datastore: { version: "7.10.2", subVersion: "7.10.2_24.3.1_0101", isEosCluster: false },
    });
  });

  it.each([
    [{}, "7.17.5", "7.17.5_24.3.0_0827", "elasticsearch"],
    [{ image: "7.17.5_25.1.0_0101" }, "7.17.5", "7.17.5_25.1.0_0101", "elasticsearch"],
    [{ engine: "opensearch" }, "7.17.5", "7.17.5_24.3.0_0827", "opensearch"],
  ] as const)("has the new version after an engine upgrade with %j", (more, version, subVersion, type) => {
    const operation = { kind: "version", to: "7.17.5", ...more } as const;
    expect(clusterBody(cssWith(operation, 30))).toMatchObject({ datastore: { type, version, subVersion } });
    expect(cssWith(operation, 1).operations.map(upgradeRow)).toMatchObject([
      { imageInfo: { datastoreVersion: version, displayName: subVersion, datastoreType: type } },
    ]);
  });

  it("moves its nodes one by one to the zone, and stays in two where it fails", () => {
    const move = { kind: "zone-switch", to: "cn-north-4c", duration: "30m" } as const;
    const zonesAt = (operation: CssOperationScenario, minutes: number) => [
      ...css({ operations: [operation] }, minutes).zones.values(),
    ];
    expect(zonesAt(move, 0)).toEqual(["cn-north-4a", "cn-north-4a", "cn-north-4a"]);
    expect(zonesAt(move, 10)).toEqual(["cn-north-4c", "cn-north-4a", "cn-north-4a"]);
    expect(zonesAt(move, 30)).toEqual(["cn-north-4c", "cn-north-4c", "cn-north-4c"]);
    expect(zonesAt({ ...move, outcome: "partially-failed", stopsAfterNodes: 2 }, 99)).toEqual([
      "cn-north-4c",
      "cn-north-4c",
      "cn-north-4a",
    ]);
    expect(clusterBody(css({ operations: [move] }, 5))).toMatchObject({ actions: ["AZ_MIGRATION"] });
  });

  it("is in the state that the scenario words, with a reason", () => {
    const body = clusterBody(css({ state: "303", message: "no nodes left" }));
    expect(body).toMatchObject({ status: "303", failedReason: { errorMsg: "no nodes left" } });
  });
});
