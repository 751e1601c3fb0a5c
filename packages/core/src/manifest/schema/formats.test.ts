import { describe, expect, it } from "vitest";
import { formats } from "./formats.ts";

function faultOf(format: string, text: string) {
  return formats[format]?.check(text)?.fault;
}

describe("a base URL", () => {
  it.each([
    "https://example.com",
    "https://example.com:8443/prefix/",
    "HTTPS://EXAMPLE.COM",
    "http://127.0.0.1:8080",
    "http://127.8.9.10",
    "http://localhost:1",
    "http://[::1]:1/x",
  ])("%s", (text) => {
    expect(faultOf("upgradectl-base-url", text)).toBeUndefined();
  });

  it.each([
    ["", "is not"],
    ["example.com", "is not"],
    ["ftp://example.com", "is not"],
    ["https:example.com", "is not"],
    ["https://", "is not"],
    ["https://exa mple.com", "is not"],
    [" https://example.com", "is not"],
    ["https://example.com\n", "is not"],
    ["file:///etc/passwd", "is not"],
    ["http://example.com", "plain"],
    ["http://127.0.0.1.example.com", "plain"],
    ["http://localhost.example.com", "plain"],
    ["http://128.0.0.1", "plain"],
    ["http://[::2]", "plain"],
    ["http://0.0.0.0", "plain"],
    ["https://user@example.com", "password"],
    ["https://user:word@example.com", "password"],
    ["https://:@example.com", "password"],
    ["https://example.com?a=b", "query"],
    ["https://example.com/?", "query"],
    ["https://example.com#x", "query"],
  ])("%j is refused, and not quoted", (text, fault) => {
    const found = formats["upgradectl-base-url"]?.check(text);
    expect(found?.fault).toContain(fault);
    expect(found?.isDelicate).toBe(true);
  });
});

describe("a timeout", () => {
  it.each(["1s", "30s", "24d"])("%s", (text) => {
    expect(faultOf("upgradectl-timeout", text)).toBeUndefined();
  });

  it.each(["0s", "25d", "30", "soon"])("%s is none", (text) => {
    expect(faultOf("upgradectl-timeout", text)).toBeDefined();
  });
});

describe("a range of versions", () => {
  it.each(["^1.0.0", "1.x", "*", ">=1.2.0 <2", "1 || 2"])("%s", (text) => {
    expect(faultOf("upgradectl-version-range", text)).toBeUndefined();
  });

  it.each(["", " ", "one", "^^1", "latest", "1.".repeat(1000)])("%.20j is none", (text) => {
    expect(faultOf("upgradectl-version-range", text)).toBeDefined();
  });
});
