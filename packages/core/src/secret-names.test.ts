import { describe, expect, it } from "vitest";
import { secretAssignment, secretName, secretVariable } from "./secret-names.ts";

describe("a name of a secret", () => {
  const pattern = new RegExp(`^${secretName}$`, "i");

  it.each(
    [
      ["key", "X-Api-Key", "HW_SECRET_KEY", "AccessKeySecret", "clientSecret", "x-auth-token", "password"],
      ["dbPasswd", "passphrase", "client_assertion", "Set-Cookie", "credential", "credentials"],
      ["AccessKeyId", "access_key_id", "secret-id", "ak", "sk", "access", "pin", "HW_AK", "my-pin"],
    ].flat(),
  )("is %s", (name) => {
    expect(name).toMatch(pattern);
  });

  it.each(["token_file", "tokenType", "key_idea", "task", "spin", "risk", "credentialss", "name", "id"])(
    "is not %s",
    (name) => {
      expect(name).not.toMatch(pattern);
    },
  );
});

describe("a variable that may hold a secret", () => {
  it.each(
    [
      ["API_KEY", "CLIENT_SECRET", "TOKEN", "PASSWORD", "PASSWD", "PASSPHRASE", "ASSERTION", "COOKIE"],
      ["CREDENTIALS", "DB_PASS", "MY_PIN_2", "GIT_CRED", "AUTHORIZATION", "SESSION_ID", "SIGNATURE"],
      ["PRIVATE", "CERT", "LOGIN", "user"],
    ].flat(),
  )("is called %s", (name) => {
    expect(name).toMatch(secretVariable);
  });

  it.each(["MODE", "LANG", "PORT", "REGION"])("is not called %s", (name) => {
    expect(name).not.toMatch(secretVariable);
  });
});

describe("an assignment of a secret", () => {
  it.each([
    ["password: a b#c, d", "a b#c"],
    ["password: a b # c", "a b"],
    ['"clientSecret": "a, \'b"', '"a, \'b"'],
    ["token_v2 = 'a\"b, c'", "'a\"b, c'"],
    ["access-key=abc", "abc"],
    ["ACCESSKEY:abc}", "abc"],
    ["api_key \t= \tabc]", "abc"],
    ["apikey: abc", "abc"],
    ["credential: x", "x"],
    ['password: "not ended', '"not ended'],
    ["password: 'not ended", "'not ended"],
    ["'password': 'a'", "'a'"],
    [`secret${"x".repeat(40)}: abc`, "abc"],
    [`secret${" ".repeat(10)}:${" ".repeat(10)}abc`, "abc"],
    ["{token: abc}", "abc"],
  ])("gives the value of %j", (text, value) => {
    expect([...text.matchAll(secretAssignment)].map((match) => match[1])).toEqual([value]);
  });

  it("gives every one of a text", () => {
    const text = "token: one\nname: other\npassword: two\n";
    expect([...text.matchAll(secretAssignment)].map((match) => match[1])).toEqual(["one", "two"]);
  });

  it.each([
    "key: abc",
    "token: ${TOKEN}",
    "token: # none",
    "token:\n",
    "token: [one]",
    "token: {a: b}",
    `secret${"x".repeat(41)}: abc`,
    `secret${" ".repeat(11)}: abc`,
    `secret:${" ".repeat(11)}abc`,
    "token abc",
    "token: }",
    "token: ]",
    "token: ,",
    "token\n: abc",
  ])("is not %j", (text) => {
    expect([...text.matchAll(secretAssignment)]).toEqual([]);
  });
});
