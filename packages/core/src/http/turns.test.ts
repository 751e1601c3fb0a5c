import { ProviderError } from "@upgradectl/provider-sdk";
import { expect, test } from "vitest";
import { fakeClock } from "../testing/loopback.ts";
import { Cancellation } from "./cancellation.ts";
import { IdentityGate, TransportIdentities } from "./identity-gate.ts";
import { Limiter } from "./limiter.ts";
import { Turns } from "./turns.ts";

test("an advice that comes between a place and its use is still waited for", async () => {
  const clock = fakeClock();
  const limiter = new Limiter({ concurrency: 1, retries: 3, random: () => 1 }, clock);
  let signed = 0;
  const turns = new Turns(
    {
      clock,
      requestTimeoutMs: 1000,
      limiter,
      identities: new TransportIdentities(new IdentityGate()),
      isSigningIn: () => false,
    },
    "default",
    () => {
      signed += 1;
      if (signed === 1) limiter.pause(5000, new ProviderError({ kind: "rate-limited", message: "slower" }));
      return { headers: {} };
    },
  );
  const request = { action: "List", method: "GET", host: "h", path: "/", query: "", headers: {}, body: "" };
  const { signal } = new AbortController();
  const turn = await turns.take({ request, signal, cancellation: new Cancellation(signal) });
  if ("refused" in turn) throw turn.refused;
  turns.giveBack(turn, "proven", undefined, 0);
  expect(clock.sleeps).toEqual([5000]);
});
