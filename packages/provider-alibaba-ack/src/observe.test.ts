import type { Condition } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { conditionOf, kubeletVersions, toObservation } from "./observe.ts";
import { clusterBody, nodePoolsBody } from "./responses.ts";

describe("conditionOf", () => {
  it.each<[Condition, readonly (string | null)[]]>([
    ["ready", ["running", "Running"]],
    ["upgrading", ["upgrading"]],
    ["failed", ["failed", "unavailable", "inactive", "disconnected", "delete_failed"]],
    ["busy", ["initial", "updating", "removing", "draining", "scaling", "deleting", "waiting"]],
    ["unknown", ["create_timeout", "hibernated", "constructor", "", null]],
  ])("%s: %j", (condition, states) => {
    expect(states.map(conditionOf)).toEqual(states.map(() => condition));
  });
});

describe("toObservation", () => {
  const healthy = { cluster_id: "c1", name: "prod", state: "running", current_version: "1.32.1-aliyun.1" };
  const observe = (changes: object) => toObservation(clusterBody.parse({ ...healthy, ...changes }), [], null);

  it("reads a healthy cluster", () => {
    expect(observe({})).toEqual({
      version: "1.32.1-aliyun.1",
      state: { condition: "ready", raw: "running" },
      operations: [],
    });
  });

  it.each<[object, object]>([
    [{ current_version: "" }, { version: null }],
    [{ current_version: null }, { version: null }],
    [{ state: null }, { state: { condition: "unknown", raw: "" } }],
    [{ state: "Sleeping" }, { state: { condition: "unknown", raw: "Sleeping" } }],
  ])("%j gives %j", (changes, found) => {
    expect(observe(changes)).toMatchObject(found);
  });
});

describe("kubeletVersions", () => {
  const pool = (name: string | null, id: string | null, version: unknown) => ({
    nodepool_info: { name, nodepool_id: id },
    node_components: [
      { name: "runtime", version: "1.6" },
      { name: "kubelet", version },
    ],
  });

  it.each<[string, unknown, unknown]>([
    ["pools by name", [pool("a", "np1", "1.33.3"), pool("b", "np2", "1.32.1")], { a: "1.33.3", b: "1.32.1" }],
    [
      "pools that share a name",
      [pool("a", "np1", "1.33.3"), pool("a", "np2", "")],
      { "a (np1)": "1.33.3", "a (np2)": null },
    ],
    ["a pool without a name", [pool("", "np1", "1.33.3")], { np1: "1.33.3" }],
    ["a pool without anything", [{}], { "(unnamed)": null }],
    ["a pool of an older answer", [{ ...pool("a", "np1", ""), node_components: null }], { a: null }],
    [
      "a pool without kubelet",
      [{ ...pool("a", "np1", ""), node_components: [{ name: "runtime" }] }],
      { a: null },
    ],
    ["no pools", null, {}],
  ])("reads %s", (_, nodepools, versions) => {
    expect(kubeletVersions(nodePoolsBody.parse({ nodepools }).nodepools)).toEqual(versions);
  });
});
