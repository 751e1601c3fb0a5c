import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createTransport, IdentityGate, Redactor, systemClock } from "@upgradectl/core";
import { isProviderError } from "@upgradectl/provider-sdk";
import { expect, it, onTestFinished } from "vitest";
import { readError } from "./errors.ts";
import { reads } from "./reads.ts";

/** The wait in the error of a throttled read that went through the host's own transport. */
async function waitAfter(advice: string): Promise<number | undefined> {
  const server = createServer((_, response) => {
    response.writeHead(429, { "content-type": "application/json", "x-acs-retry-after": advice });
    response.end('{"Code":"Throttling.User","Message":"slow"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const transport = createTransport({
    instance: "ack",
    reads,
    concurrency: 1,
    requestTimeoutMs: 5000,
    retries: 0,
    redactor: new Redactor(),
    clock: systemClock,
    random: () => 0,
    identities: new IdentityGate(),
  });
  onTestFinished(() => transport.close());
  const { port } = server.address() as AddressInfo;
  const api = transport.http.api({ baseUrl: `http://127.0.0.1:${port}`, readError });
  const request = { path: { clusterId: "c1" }, signal: new AbortController().signal };
  const error: unknown = await api.read("DescribeClusterDetail", request).catch((thrown: unknown) => thrown);
  if (!isProviderError(error)) throw new Error(`expected a ProviderError, got ${String(error)}`);
  expect(error).toMatchObject({ kind: "rate-limited", code: "Throttling.User", httpStatus: 429 });
  return error.retryAfterMs;
}

// The header is the vendor's own, in milliseconds unlike Retry-After (@alicloud/openapi-core 1.0.8); the host reads it.
it.each([
  ["1500", 1500],
  ["soon", undefined],
  ["-1", undefined],
])("x-acs-retry-after: %s is a wait of %s ms", async (advice, wait) => {
  expect(await waitAfter(advice)).toBe(wait);
});
