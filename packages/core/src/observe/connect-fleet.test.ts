import { ConfigurationError, type ProviderDefinition, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it, vi } from "vitest";
import type { Clock } from "../clock.ts";
import type { ProviderInstance } from "../fleet.ts";
import { IdentityGate } from "../http/identity-gate.ts";
import { Redactor } from "../redact.ts";
import { healthyDefinition, healthyInstance, healthyObservation, now } from "../testing/healthy.ts";
import { closeFleet, connectFleet, type Surroundings } from "./connect-fleet.ts";

/** A clock whose deadlines are over at once, or never. */
function clockOf(isOver: boolean): Clock {
  const alarm = (): Promise<void> => (isOver ? Promise.resolve() : new Promise(() => {}));
  return { now: () => now, sleep: async () => {}, alarm };
}

function surround(clock: Clock = clockOf(false)): Surroundings {
  return {
    env: {},
    clock,
    random: () => 0,
    readFile: async () => undefined,
    runProgram: async () => ({ exitCode: 0, stdout: "", stderr: "" }),
    redactor: new Redactor(),
    identities: new IdentityGate(),
  };
}

function instanceOf(name: string, connect: unknown): ProviderInstance {
  const definition = healthyDefinition({ connect: connect as ProviderDefinition["connect"] });
  const { plugin, ...rest } = healthyInstance({ key: name, name });
  return { ...rest, plugin: { ...plugin, definition } };
}

const healthy = () => instanceOf("healthy", () => ({ observe: async () => healthyObservation() }));
const fail = (error: unknown) => () => {
  throw error;
};
const { signal } = new AbortController();
const cluster = { name: "a", id: "a", with: {}, properties: [] };

describe("a plugin that does not connect by a fault of its own", () => {
  it.each<[string, unknown, string]>([
    ["throws", fail(new Error("broken")), "Error: broken"],
    ["rejects", async () => fail(new Error("broken"))(), "Error: broken"],
    ["throws nothing", fail(undefined), "undefined was thrown"],
    ["returns nothing", () => undefined, "did not return an object with an observe() method"],
    [
      "calls it the network's",
      fail(new ProviderError({ kind: "network", message: "down" })),
      "ProviderError: down",
    ],
  ])("because it %s: the others are ready, and it answers why", async (_, connect, reason) => {
    const result = await connectFleet([instanceOf("odd", connect), healthy()], surround(), {});
    if (result.connected === undefined) throw new Error("expected connections");
    const [odd, other] = ["odd", "healthy"].map((key) => result.connected.get(key)?.connection);
    expect(result.faults).toMatchObject([{ severity: "error", code: "plugin-connect" }]);
    expect(result.faults[0]?.summary).toContain(reason);
    expect(result.faults[0]?.hint).toContain("This is a bug of the plugin");
    const error = { kind: "plugin", retryable: false, message: expect.stringContaining(reason) };
    await expect(odd?.observe(cluster, signal)).rejects.toMatchObject(error);
    await expect(odd?.list?.(signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject(error);
    expect(await other?.observe(cluster, signal)).toEqual(healthyObservation());
    await closeFleet(result.connected.values());
  });

  it("because it hangs: all that hang do so at the same time", async () => {
    const hang = () => new Promise(() => {});
    const alarm = vi.fn(clockOf(true).alarm);
    const result = await connectFleet(
      [instanceOf("one", hang), instanceOf("two", hang)],
      surround({ ...clockOf(true), alarm }),
      {},
    );
    expect(result.connected?.size).toBe(2);
    expect(result.diagnostics ?? result.faults).toHaveLength(2);
    expect(alarm).toHaveBeenCalledTimes(2);
  });
});

it("a configuration that cannot work is told with all faults, and nothing is connected", async () => {
  const mistaken = instanceOf("mistaken", fail(new ConfigurationError("no region", { hint: "Name one." })));
  const odd = instanceOf("odd", fail(new Error("broken")));
  const { connected, diagnostics } = await connectFleet([odd, mistaken, healthy()], surround(), {});
  expect(connected).toBeUndefined();
  expect(diagnostics).toMatchObject([
    { code: "provider-configuration", summary: 'provider "mistaken": no region', hint: "Name one." },
    { code: "plugin-connect" },
  ]);
});
