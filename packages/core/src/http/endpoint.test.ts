import { expect, test } from "vitest";
import { parseEndpoint } from "./endpoint.ts";

test.each([
  ["https://cce.example.com", { origin: "https://cce.example.com", host: "cce.example.com", prefix: "" }],
  [
    "https://cce.example.com:443/",
    { origin: "https://cce.example.com", host: "cce.example.com", prefix: "" },
  ],
  [
    "https://Gate.example.com:8443/cce/v1//",
    { origin: "https://gate.example.com:8443", host: "gate.example.com:8443", prefix: "/cce/v1" },
  ],
  ["http://127.0.0.1:8080", { origin: "http://127.0.0.1:8080", host: "127.0.0.1:8080", prefix: "" }],
  ["http://127.9.8.7", { origin: "http://127.9.8.7", host: "127.9.8.7", prefix: "" }],
  ["http://[::1]:81", { origin: "http://[::1]:81", host: "[::1]:81", prefix: "" }],
  ["http://localhost", { origin: "http://localhost", host: "localhost", prefix: "" }],
])("%s", (url, expected) => {
  expect(parseEndpoint({ baseUrl: url }, false)).toEqual(expected);
});

test.each([
  ["", /not an http or https URL/],
  ["cce.example.com", /the endpoint "cce.example.com" is not an http or https URL/],
  ["ftp://me:pass@cce.example.com", /^the endpoint is not an http or https URL$/],
  ["ftp://cce.example.com", /not an http or https URL/],
  ["localhost:8080", /not an http or https URL/],
  ["http://cce.example.com", /unencrypted to cce.example.com/],
  ["http://127.0.0.1.example.com", /unencrypted/],
  ["http://localhost.example.com", /unencrypted/],
  ["http://10.0.0.1", /unencrypted/],
  ["http://[::2]", /unencrypted/],
  ["https://me:pass@cce.example.com", /user name or password/],
  ["https://cce.example.com/?a=b", /query or a fragment/],
  ["https://cce.example.com/#a", /query or a fragment/],
  ["https://cce.example.com?", /query or a fragment/],
])("refuses %j", (url, message) => {
  expect(() => parseEndpoint({ baseUrl: url }, false)).toThrow(
    expect.objectContaining({
      name: "ConfigurationError",
      pointer: "/endpoint",
      hint: expect.stringMatching(/./),
      message: expect.stringMatching(message),
    }),
  );
});

test.each(["http://169.254.169.254", "http://169.254.170.2/creds", "http://100.100.100.200"])(
  "%s is for signing in alone",
  (url) => {
    expect(parseEndpoint({ baseUrl: url }, true).origin).toBe(new URL(url).origin);
    expect(() => parseEndpoint({ baseUrl: url }, false)).toThrow(/unencrypted/);
  },
);

test.each([
  "http://10.0.0.1",
  "http://100.100.100.201",
  "http://169.254.169.254.example.com",
  "http://169.255.0.1",
])("%s is refused for signing in too", (url) => {
  expect(() => parseEndpoint({ baseUrl: url, pointer: "/metadataEndpoint" }, true)).toThrow(
    expect.objectContaining({ pointer: "/metadataEndpoint", message: expect.stringMatching(/unencrypted/) }),
  );
});
