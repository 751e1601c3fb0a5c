import { beforeAll, describe, expect, it } from "vitest";
import { type Authority, type Certificate, createAuthority, selfSign } from "../testing/authority.ts";
import { failureOf, healthyApi, list } from "../testing/loopback.ts";
import { serveTls, trusting } from "../testing/serve-tls.ts";
import { parseAuthorities } from "./authorities.ts";

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});

describe("a file of own authorities", () => {
  it.each<[string, () => Promise<{ server: Certificate; file: string }>]>([
    ["the authority", async () => ({ server: await authority.issue(), file: authority.cert })],
    [
      "the certificate itself",
      async () => {
        const server = await selfSign();
        return { server, file: server.cert };
      },
    ],
    [
      "one between",
      async () => {
        const between = await authority.issueAuthority();
        return { server: await between.issue(), file: between.cert };
      },
    ],
    [
      "several, with comments between",
      async () => {
        const other = await createAuthority();
        return {
          server: await other.issue(),
          file: `# ours\r\n${authority.cert}\n# theirs\n${other.cert.replaceAll("\n", "\r\n")}`,
        };
      },
    ],
  ])("that holds %s is trusted", async (_, prepare) => {
    const { server, file } = await prepare();
    const found = parseAuthorities(file);
    if ("fault" in found) throw new Error(found.fault);
    const { url } = await serveTls(server);
    expect((await list(healthyApi(url, {}, trusting(...found)))).status).toBe(200);
    expect((await failureOf(list(healthyApi(url)))).kind).toBe("network");
  });

  it.each([
    ["nothing", " \n", /is empty/, /PEM/],
    ["a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", /holds no certificate/, /DER/],
    ["DER", "0\u0082\u0001\ufffd", /holds no certificate in PEM/, /openssl x509 -inform der/],
    ["half a certificate", "-----BEGIN CERTIFICATE-----\nMIIB", /does not end/, /last line/],
    [
      "rubbish in PEM",
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      /has a certificate that cannot be read/,
      /openssl/,
    ],
  ])("that holds %s is a fault", (_, text, fault, hint) => {
    expect(parseAuthorities(text)).toEqual({
      fault: expect.stringMatching(fault),
      hint: expect.stringMatching(hint),
    });
  });

  it("is gone through once, whatever is in it", () => {
    const began = performance.now();
    expect(parseAuthorities("-----BEGIN CERTIFICATE-----\n".repeat(200_000))).toMatchObject({
      fault: "has a certificate that does not end",
    });
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it("names which of several is broken", () => {
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    const found = parseAuthorities(`${authority.cert}\n${broken}`);
    expect(found).toMatchObject({ fault: expect.stringContaining("number 2 of 2") });
  });
});
