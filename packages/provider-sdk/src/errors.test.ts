import { describe, expect, it } from "vitest";
import {
  ConfigurationError,
  errorOfStatus,
  isConfigurationError,
  isProviderError,
  ProviderError,
} from "./errors.ts";

describe("ProviderError", () => {
  it("is retryable by its kind unless told otherwise", () => {
    expect(new ProviderError({ kind: "timeout", message: "" }).retryable).toBe(true);
    expect(new ProviderError({ kind: "forbidden", message: "" }).retryable).toBe(false);
    expect(new ProviderError({ kind: "unavailable", message: "", retryable: false }).retryable).toBe(false);
  });

  it("is recognised across two copies of this package", () => {
    const foreign = Object.defineProperty(new Error("no"), Symbol.for("upgradectl.provider-error"), {
      value: true,
    });
    expect(isProviderError(foreign)).toBe(true);
    expect(isProviderError(new Error("no"))).toBe(false);
    expect(isProviderError({ kind: "timeout" })).toBe(false);
    expect(isConfigurationError(new ConfigurationError("no region"))).toBe(true);
    expect(isConfigurationError(new ProviderError({ kind: "plugin", message: "" }))).toBe(false);
  });
});

describe("errorOfStatus", () => {
  it.each([
    [401, "unauthenticated", false],
    [403, "forbidden", false],
    [404, "unavailable", false],
    [408, "timeout", true],
    [429, "rate-limited", true],
    [500, "unavailable", true],
    [501, "unavailable", false],
    [503, "unavailable", true],
    [418, "unexpected-response", false],
    [302, "unexpected-response", false],
  ])("%d is %s", (status, kind, retryable) => {
    expect(errorOfStatus(status)).toEqual({ kind, retryable });
  });
});
