import { describe, expect, it } from "vitest";
import {
  findLikelySecrets,
  isSecretField,
  isSecretHeader,
  isSecretVariable,
  replaceLikelySecrets,
} from "./likely-secrets.ts";

const hide = (text: string) => replaceLikelySecrets(text, true, () => "#");

describe("replaceLikelySecrets", () => {
  it.each([
    ["a key of a profile", "ak = HWKEY\nsk = s3", "ak = #\nsk = #"],
    ["two words of a profile", "sk = two words\nregion = x", "sk = #\nregion = x"],
    ["signs that end values elsewhere", "access_key_secret=a,b;c&d{e}", "access_key_secret=#"],
    ["a line of Windows", "sk = abc\r\nregion = x\r\n", "sk = #\r\nregion = x\r\n"],
    ["an exported variable", "export HW_SECRET_KEY=abc", "export HW_SECRET_KEY=#"],
    ["JSON", '{"access_key_secret":"a b, c","mode":"AK"}', '{"access_key_secret":"#","mode":"AK"}'],
    ["a quote in JSON", '{"token":"a\\"b","mode":"AK"}', '{"token":"#","mode":"AK"}'],
    ["indented JSON", '{\n  "password": "abc",\n  "x": 1\n}', '{\n  "password": "#",\n  "x": 1\n}'],
    ["JSON in JSON", '{"m":"{\\"secret\\": \\"abc\\"}"}', '{"m":"{\\"secret\\": \\"#\\"}"}'],
    ["YAML", "credentials:\n  token: abc\n", "credentials:\n  token: #\n"],
    ["single quotes", "token: 'a b'", "token: '#'"],
    ["XML", "<SecurityToken>abc</SecurityToken>", "<SecurityToken>#</SecurityToken>"],
    ["a form", "grant=x&refresh_token=abc&y=1", "grant=x&refresh_token=#&y=1"],
    [
      "an argument",
      '{"process_command":"helper --token abc -v"}',
      '{"process_command":"helper --token # -v"}',
    ],
    ["an argument of a list", '["helper",["--token","a b"],null]', '["helper",["--token","#"],null]'],
    ["a query", '{"uri":"http://h/keys?t=abc&role=r#f"}', '{"uri":"http://h/keys?t=#&role=##f"}'],
    ["a password in an address", "http://user:abc@host/", "http://user:#@host/"],
    ["one of a database", "DB=postgres://u:p-1@h:5432/db", "DB=postgres://u:#@h:5432/db"],
    ["one without a user", "at redis://:abc@h:6379/0", "at redis://:#@h:6379/0"],
    ["one of a scheme of two words", "at mongodb+srv://u:abc@a,b", "at mongodb+srv://u:#@a,b"],
    ["one with an at sign", "amqps://u:a@b@h/v AMQP://u:c@h", "amqps://u:#@h/v AMQP://u:#@h"],
    ["one of a list", '["socks5://u:abc@h:1080"]', '["socks5://u:#@h:1080"]'],
    [
      "a private key",
      "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n",
      "-----BEGIN RSA PRIVATE KEY-----#-----END RSA PRIVATE KEY-----\n",
    ],
    ["half a private key", "-----BEGIN PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----#"],
    ["a file that is a token", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln\n", "#\n"],
  ])("hides %s", (_what, text, hidden) => {
    expect(hide(text)).toBe(hidden);
  });

  it.each([
    "token_file = /var/run/token\n",
    '{"tokenType":"Bearer","expires_in":3600}',
    '{"enable_token":true,"token":null,"access_token":1234567}',
    '{"name":"key","mode":"AK"}',
    "credentials:\n  profile: x\n",
    "type = access_key\nuse_token = true\n",
    "auth_key: https://example.com/path",
    '{"token": {"expires_at": "2026-11-21T08:00:00Z"}}',
    "https://example.com/a/long/enough/address",
    "postgres://h:5432/db redis://user@h:6379/0 amqp://h:5672/@v",
    "region = cn-north-4",
    "",
  ])("leaves %j alone", (text) => {
    expect(hide(text)).toBe(text);
  });
});

it("takes one long word of a setting for an id", () => {
  const id = "0123456789abcdef0123456789abcdef";
  expect(replaceLikelySecrets(id, false, () => "#")).toBe(id);
  expect(findLikelySecrets(id, false)).toEqual([]);
  expect(hide(id)).toBe("#");
});

describe("findLikelySecrets", () => {
  it.each([
    ["sk = long-enough ; of mine", ["long-enough ; of mine", "long-enough"]],
    ['{"secret":"p\\u00e4ssword1"}', ["p\\u00e4ssword1", "pässword1"]],
    ["http://h/keys?t=long%20enough", ["long%20enough", "long enough"]],
    ["sk = short", []],
    ["token: 2026-11-21T08:00:00Z", []],
  ])("of %j finds %j", (text, found) => {
    expect(findLikelySecrets(text, true)).toEqual(expect.arrayContaining(found));
    if (found.length === 0) expect(findLikelySecrets(text, true)).toEqual([]);
  });
});

it.each([
  ["HW_SECRET_KEY", "abc", true],
  ["HUAWEICLOUD_SDK_SK", "abc", true],
  ["ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI", true],
  ["GITHUB_TOKEN", "x", true],
  ["ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/token", false],
  ["HW_AUTH_URL", "https://iam", false],
  ["USE_TOKEN", "true", false],
  ["TASK", "abc", false],
  ["SK", "", false],
])("the variable %s=%s: %s", (name, value, isSecret) => {
  expect(isSecretVariable(name, value)).toBe(isSecret);
});

it.each([
  ["x-subject-token", true],
  ["set-cookie", true],
  ["x-request-id", false],
])("the header %s: %s", (name, isSecret) => {
  expect(isSecretHeader(name, "a-long-value-of-it")).toBe(isSecret);
});

it.each([
  ["LoginPassword", true],
  ["clientSecret", true],
  ["private_key", true],
  ["next_token", false],
  ["key", false],
  ["secretName", false],
])("the field %s of any answer: %s", (name, isSecret) => {
  expect(isSecretField(name)).toBe(isSecret);
});

describe("takes no longer than its text", () => {
  const size = 200_000;
  it.each([
    ["words", "key"],
    ["names and signs", 'token:"'],
    ["names and half quotes", 'token="\\"'],
    ["names and apostrophes", "token='x\n"],
    ["spaces", "key "],
    ["blanks", " "],
    ["addresses", "http://"],
    ["addresses with colons", "http://a:"],
    ["addresses with at signs", "ftp://a:b@c@"],
    ["at signs of one address", "a://b:@"],
    ["parts of schemes", "a-b+c."],
    ["colons", ":"],
    ["queries", "http://h?a="],
    ["keys", "-----BEGIN PRIVATE KEY-----"],
    ["dashes", "-"],
    ["arguments", "--token "],
    ["backslashes", "\\"],
    ["lines", "sk=\n"],
  ])("of %s", (_what, part) => {
    const text = part.repeat(size / part.length);
    const startedAt = performance.now();
    hide(text);
    // Two hundred thousand characters squared would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
