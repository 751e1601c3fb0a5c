import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Redactor } from "../redact.ts";
import { readProxies } from "./proxies.ts";

const proxy = "http://proxy.example.test:3128";

/** The proxy on the way to an origin, or "direct". */
function way(env: Readonly<Record<string, string>>, origin = "https://cce.cn-north-4.example.com"): string {
  const { findWay, problem } = readProxies(env);
  expect(problem).toBeUndefined();
  return findWay(origin).proxy?.host ?? "direct";
}

describe("the proxy", () => {
  it.each<[string, Record<string, string>, string]>([
    ["HTTPS_PROXY", { HTTPS_PROXY: proxy }, "proxy.example.test:3128"],
    ["https_proxy", { https_proxy: proxy }, "proxy.example.test:3128"],
    [
      "https_proxy before HTTPS_PROXY",
      { https_proxy: proxy, HTTPS_PROXY: "http://b:1" },
      "proxy.example.test:3128",
    ],
    ["HTTPS_PROXY where https_proxy is empty", { https_proxy: " ", HTTPS_PROXY: "http://b:1" }, "b:1"],
    ["none where all are empty", { https_proxy: "", HTTPS_PROXY: "" }, "direct"],
    ["none of HTTP_PROXY, which is not for https", { HTTP_PROXY: proxy }, "direct"],
    ["one without a scheme", { HTTPS_PROXY: "proxy:3128" }, "proxy:3128"],
    ["one without a port", { HTTPS_PROXY: "http://proxy" }, "proxy:80"],
    ["one over TLS without a port", { HTTPS_PROXY: "https://proxy/" }, "proxy:443"],
    ["an address", { HTTPS_PROXY: "10.1.2.3:8080" }, "10.1.2.3:8080"],
    ["an address of IPv6", { HTTPS_PROXY: "http://[fd00::1]:8080" }, "[fd00::1]:8080"],
    ["one with a name and a password", { HTTPS_PROXY: "http://u:p%40ss@proxy:1" }, "proxy:1"],
  ])("is %s", (_, env, expected) => {
    expect(way(env)).toBe(expected);
  });

  it.each([
    ["http://127.0.0.1:8080"],
    ["https://127.9.9.9"],
    ["https://localhost:8443"],
    ["https://[::1]:8443"],
    ["http://169.254.169.254"],
    ["http://100.100.100.200"],
  ])("is never between this machine and %s", (origin) => {
    expect(way({ HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: "" }, origin)).toBe("direct");
  });

  it.each([
    ["http://", "is not the URL of a proxy"],
    ["http://pro xy:1", "is not the URL of a proxy"],
    ["http://proxy:port", "is not the URL of a proxy"],
    ["http://proxy:99999", "is not the URL of a proxy"],
    ["http://proxy:0", "is not the URL of a proxy"],
    ["http://user:se#cret@proxy:1", "is not the URL of a proxy"],
    ["http://user:100%@proxy:1", "is not the URL of a proxy"],
    ["http://proxy\n:1", "is not the URL of a proxy"],
    ["socks5://proxy:1080", "names a proxy of the kind socks5"],
    ["ftp://proxy", "names a proxy of the kind ftp"],
  ])("%j is a mistake that names the variable, and no part of it", (text, summary) => {
    const { problem, findWay } = readProxies({ HTTPS_PROXY: text });
    expect(problem).toMatchObject({ severity: "error", code: "invalid-proxy" });
    expect(problem?.summary).toBe(`the environment variable HTTPS_PROXY ${summary}`);
    expect(problem?.hint).toMatch(/Write it like/);
    expect(findWay("https://a.example").proxy).toBeUndefined();
  });

  it("of HTTP_PROXY is no mistake, as nothing asks it", () => {
    expect(readProxies({ HTTP_PROXY: "http://" }).problem).toBeUndefined();
  });

  it.each([
    [{}, /not through a proxy; behind one, name it in HTTPS_PROXY/],
    [{ HTTP_PROXY: proxy }, /HTTP_PROXY is not for https, HTTPS_PROXY is/],
    [{ https_proxy: proxy }, /through the proxy proxy\.example\.test:3128 of https_proxy/],
    [{ HTTPS_PROXY: proxy, NO_PROXY: ".example.com" }, /not through a proxy, as NO_PROXY says/],
  ])("or that there is none is said in words: %j", (env, words) => {
    expect(readProxies(env).findWay("https://api.example.com").words).toMatch(words);
  });
});

describe("whatever the variables hold", () => {
  const written = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl({ validSchemes: ["http", "https", "socks5"], withQueryParameters: true }),
    fc.tuple(fc.string(), fc.string(), fc.string()).map(([a, b, c]) => `http://${a}:${b}@${c}:3128`),
    fc.stringMatching(/^[[\]:./*,@%a1 -]{0,40}$/),
  );

  it("there is a way or a mistake, and no secret in what is said of it", () => {
    fc.assert(
      fc.property(written, written, (HTTPS_PROXY, NO_PROXY) => {
        const { findWay, problem, secrets } = readProxies({ HTTPS_PROXY, NO_PROXY });
        const { proxy, words } = findWay("https://cce.cn-north-4.example.com");
        if (problem !== undefined) expect(proxy).toBeUndefined();
        if (proxy !== undefined) expect(proxy.port).toBeGreaterThan(0);
        const said = `${problem?.summary} ${words}`;
        for (const secret of secrets.filter(({ length }) => length > 12)) expect(said).not.toContain(secret);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what stands before the host", () => {
  it.each([
    ["http://user:pass%3Aword@proxy:1", "pass:word"],
    ["user:pass%3Aword@proxy:1", "pass%3Aword"],
    ["http://user:p@ss/wo#rd@proxy:1", "p@ss/wo#rd"],
    ["http://a-token-alone@proxy:1", "a-token-alone"],
  ])("of %s is masked everywhere", (text, secret) => {
    for (const variable of ["HTTPS_PROXY", "HTTP_PROXY"]) {
      const redactor = new Redactor();
      for (const value of readProxies({ [variable]: text }).secrets) redactor.add(value);
      const pair = Buffer.from(`user:${secret}`).toString("base64");
      const said = redactor.text(`${secret} ${text} ${encodeURIComponent(secret)} ${pair}`);
      expect(said).not.toContain(secret);
      if (text.includes("user")) expect(said).not.toContain(pair.slice(0, -3));
    }
  });
});

describe("NO_PROXY", () => {
  const holds: readonly [string, string][] = [
    ["*", "https://anything.example"],
    ["example.com", "https://example.com"],
    ["example.com", "https://cce.example.com"],
    [".example.com", "https://cce.example.com"],
    [".example.com", "https://example.com"],
    ["*.example.com", "https://cce.example.com"],
    ["EXAMPLE.com", "https://cce.Example.COM"],
    ["example.com.", "https://example.com"],
    ["example.com", "https://example.com."],
    ["a.test, b.test example.com", "https://example.com"],
    ["example.com:8443", "https://example.com:8443"],
    ["example.com:443", "https://example.com"],
    ["10.0.0.1", "https://10.0.0.1"],
    ["10.0.0.1:8443", "https://10.0.0.1:8443"],
    ["10.0.0.0/8", "https://10.20.30.40:8443"],
    ["fd00::/8", "https://[fd12::1]"],
    ["fd00::1", "https://[fd00:0:0::1]"],
    ["[fd00::1]", "https://[fd00::1]"],
    ["[fd00::1]:8443", "https://[fd00::1]:8443"],
  ];
  it.each(holds)("%s exempts %s", (entries, origin) => {
    expect(way({ HTTPS_PROXY: proxy, NO_PROXY: entries }, origin)).toBe("direct");
    expect(way({ HTTPS_PROXY: proxy, no_proxy: entries, NO_PROXY: "other" }, origin)).toBe("direct");
  });

  const not: readonly [string, string][] = [
    ["", "https://example.com"],
    ["example.com", "https://notexample.com"],
    ["example.com", "https://example.com.evil.test"],
    ["cce.example.com", "https://example.com"],
    ["*ample.com", "https://example.com"],
    ["example.com:8443", "https://example.com"],
    ["example.com:443", "https://example.com:8443"],
    ["10.0.0.1", "https://10.0.0.10"],
    ["0.0.1", "https://10.0.0.1"],
    ["10.0.0.0/8", "https://11.0.0.1"],
    ["10.0.0.0/8", "https://10.example.com"],
    ["10.0.0.0/33", "https://10.0.0.1"],
    ["10.0.0.0/", "https://10.0.0.1"],
    ["nonsense/8", "https://nonsense"],
    [".", "https://example.com"],
    [":443", "https://example.com"],
    ["http://example.com", "https://example.com"],
    ["fd00::/8", "https://[fe00::1]"],
  ];
  it.each(not)("%s does not exempt %s", (entries, origin) => {
    expect(way({ HTTPS_PROXY: proxy, NO_PROXY: entries }, origin)).toBe("proxy.example.test:3128");
  });
});
