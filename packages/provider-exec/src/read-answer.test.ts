import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { readObservation } from "./read-answer.ts";

const fault = (message: string) => new ProviderError({ kind: "plugin", message });

function read(observation: object): unknown {
  return readObservation({ observation: { version: "1.30", ...observation } }, [], fault);
}

describe("a time", () => {
  const startedAt = (text: string) => read({ operations: [{ phase: "running", startedAt: text }] });

  it.each([
    ["2025-01-31T12:00:00Z", "2025-01-31T12:00:00Z"],
    ["2025-01-31T12:00:00.5+01:00", "2025-01-31T11:00:00.500Z"],
    ["2024-02-29T23:59:59-23:59", "2024-03-01T23:58:59Z"],
    ["2025-01-31T12:00:00+0100", "2025-01-31T11:00:00Z"],
    ["2025-01-31 12:00:00+01:00", "2025-01-31T11:00:00Z"],
    ["2025-01-31 12:00:00 +0800 CST", "2025-01-31T04:00:00Z"],
  ])("%s", (text, at) => {
    expect(startedAt(text)).toMatchObject({ operations: [{ startedAt: at }] });
  });

  it.each(["2025-01-31T12:00:00", "2025-01-31T12:00:00z", "2025-02-29T12:00:00Z", "1738324800", ""])(
    "%j is none",
    (text) => {
      expect(() => startedAt(text)).toThrow(/\/observation\/operations\/0\/startedAt is .*; expected a time/);
    },
  );
});

describe("the status of an error", () => {
  const unread = (httpStatus: unknown) => read({ unread: { kind: "network", message: "x", httpStatus } });

  it.each([100, 404, 599])("%d", (httpStatus) => {
    expect(unread(httpStatus)).toMatchObject({ unread: { httpStatus } });
  });

  it.each([99, 600, 99999999, -1, 404.5, "404", null])("%j is none", (httpStatus) => {
    expect(() => unread(httpStatus)).toThrow(
      /\/observation\/unread\/httpStatus is .*; expected a whole number from 100 to 599/,
    );
  });
});

it("a name that would fill the message is told by its length", () => {
  expect(() => read({ ["x".repeat(1e6)]: 1 })).toThrow(
    "/observation/(a name of 1000000 characters) is not a member that protocol 1 has",
  );
});
