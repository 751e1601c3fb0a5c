import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openAccount, partnerAccount, session, showDetail, start } from "../../../testing/alibaba-visitor.ts";
import { send } from "../../../testing/client.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, partnerAccount);

/** AssumeRole as signature V1 has it, written down here once more, without the simulator's own code. */
function assumeV1(changes: Record<string, string | undefined> = {}, secret = openAccount.accessKeySecret) {
  const given: Record<string, string | undefined> = {
    Action: "AssumeRole",
    Version: "2015-04-01",
    Format: "JSON",
    AccessKeyId: openAccount.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: randomUUID(),
    Timestamp: new Date(stage.now).toISOString().replace(/\.\d+/, ""),
    ...session,
    ...changes,
  };
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const canonical = Object.entries(given)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${encode(name)}=${encode(value)}`]))
    .toSorted()
    .join("&");
  const signature = createHmac("sha1", `${secret}&`)
    .update(`GET&%2F&${encode(canonical)}`)
    .digest("base64");
  return send(stage.simulator.url, `/?${canonical}&Signature=${encode(signature)}`);
}

describe("AssumeRole with signature V1", () => {
  it("gives a key", async () => {
    const { status, body } = await assumeV1({ RoleSessionName: "a.b@c-d_e", Policy: "~ *(!)'+&=%" });
    expect(status).toBe(200);
    expect((await showDetail(stage, body.Credentials)).status).toBe(200);
    expect(stage.simulator.stats.rejected).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>, number, string]>([
    ["an unknown key", { AccessKeyId: "NOBODY" }, 404, "InvalidAccessKeyId.NotFound"],
    ["no key", { AccessKeyId: undefined }, 400, "MissingAccessKeyId"],
    ["no nonce", { SignatureNonce: undefined }, 400, "MissingSignatureNonce"],
    ["another method", { SignatureMethod: "HMAC-MD5" }, 400, "InvalidParameter"],
    ["another version", { Version: "2014-01-01" }, 404, "InvalidVersion"],
    ["an old date", { Timestamp: "2026-11-20T09:44:00Z" }, 400, "InvalidTimeStamp.Expired"],
    ["an odd date", { Timestamp: "today" }, 400, "InvalidTimeStamp.Format"],
    ["a token that the key lacks", { SecurityToken: "t" }, 400, "InvalidSecurityToken.MismatchWithAccessKey"],
  ])("refuses %s", async (_, changes, status, code) => {
    expect(await assumeV1(changes)).toMatchObject({ status, body: { Code: code } });
  });

  it("refuses another secret and shows what it signed", async () => {
    const answer = await assumeV1({}, "wrong");
    expect(answer).toMatchObject({ status: 400, body: { Code: "SignatureDoesNotMatch" } });
    expect(answer.body.Message).toMatch(/server string to sign is:GET&%2F&AccessKeyId/);
    expect(answer.text).not.toContain(openAccount.accessKeySecret);
  });

  it("takes a nonce once", async () => {
    expect((await assumeV1({ SignatureNonce: "n" })).status).toBe(200);
    expect((await assumeV1({ SignatureNonce: "n" })).body.Code).toBe("SignatureNonceUsed");
  });
});
