import { describe, expect, it } from "vitest";
import type { Body } from "../testing/bodies.ts";
import { observe } from "../testing/upgrades.ts";

describe("version", () => {
  it.each<[string, Body, Body, string | null, boolean]>([
    ["release and patch", { release: "v1.34.8", patch: "r2" }, {}, "v1.34.8-r2", false],
    ["a release with its patch", { release: "v1.34.8-r2", patch: "r2" }, {}, "v1.34.8-r2", false],
    ["a patch with a dash", { release: "v1.34.8", patch: "-r2" }, {}, "v1.34.8-r2", false],
    ["only a patch that is all", { release: "", patch: "v1.34.8-r2" }, {}, "v1.34.8-r2", false],
    ["a release alone", { release: "v1.34.8" }, { version: "v1.34" }, "v1.34.8", true],
    [
      "a release that legacyVersion completes",
      { release: "v1.34.8", patch: null },
      { legacyVersion: "v1.34.8-r2" },
      "v1.34.8-r2",
      false,
    ],
    [
      "a release that legacyVersion contradicts",
      { release: "v1.34.8" },
      { legacyVersion: "v1.33.5-r2" },
      "v1.34.8",
      true,
    ],
    [
      "a release that only looks like the other",
      { release: "v1.3" },
      { legacyVersion: "v1.34.8-r2" },
      "v1.3",
      true,
    ],
    ["a patch of no known form", { release: "v1.34.8", patch: "hotfix" }, {}, "v1.34.8", true],
    [
      "upgrade info over the row",
      { release: "v1.28.6", patch: "r0" },
      { version: "v1.29", legacyVersion: "v1.29.8-r4" },
      "v1.28.6-r0",
      false,
    ],
    ["legacyVersion", {}, { version: "v1.33", legacyVersion: "v1.33.5-r2" }, "v1.33.5-r2", false],
    [
      "legacyVersion, with versionInfo null",
      null,
      { version: "v1.33", legacyVersion: "v1.33.5-r2" },
      "v1.33.5-r2",
      false,
    ],
    ["the minor line", { release: "", patch: "" }, { version: "v1.33" }, "v1.33", true],
    ["an old whole version", {}, { version: "v1.19.10-r0" }, "v1.19.10-r0", false],
    ["a large revision", {}, { version: "v1.7.3-r113" }, "v1.7.3-r113", false],
    ["nothing", [], {}, null, false],
    ["no version at all", { release: "unknown" }, { version: "latest" }, null, false],
  ])("from %s", (_, versionInfo, spec, version, partial) => {
    const observed = observe((bodies) => {
      bodies.info.spec.versionInfo = versionInfo;
      bodies.cluster.spec = spec;
    });
    expect(observed.version).toBe(version);
    expect(observed.versionIsPartial).toBe(partial ? true : undefined);
  });
});
