import { keepFresh } from "@upgradectl/provider-sdk";
import { expect, it } from "vitest";
import type { Signer } from "./credential.ts";
import { renewSigners } from "./keyring.ts";

const { signal } = new AbortController();

/** Signers of these identities, one after the other; the last one stays. */
function prepare(...identities: readonly string[]) {
  let fetched = 0;
  const fetch = async (): Promise<{ value: Signer; expiresAt: null }> => {
    const identity = identities[Math.min(fetched, identities.length - 1)] ?? "";
    fetched += 1;
    return {
      value: { credentials: { token: identity }, identity, principal: { kind: "token" } },
      expiresAt: null,
    };
  };
  return { keyring: renewSigners(keepFresh(fetch, () => 0)), fetched: () => fetched };
}

it("replaces a replacement only after it was accepted", async () => {
  const { keyring, fetched } = prepare("1", "2", "3");
  await keyring.current(signal);
  expect(await keyring.renew("1", signal)).toBe(true);
  await keyring.current(signal);
  expect(await keyring.renew("2", signal)).toBe(false);
  keyring.accepted("2");
  expect(await keyring.renew("2", signal)).toBe(true);
  expect(fetched()).toBe(3);
});

it.each([
  ["before its replacement is used", false],
  ["after its replacement was used", true],
])("is not misled by an old one that was accepted late, %s", async (_, isUsed) => {
  const { keyring, fetched } = prepare("1", "2", "3");
  await keyring.current(signal);
  await keyring.renew("1", signal);
  if (isUsed) await keyring.current(signal);
  keyring.accepted("1");
  await keyring.current(signal);
  expect(await keyring.renew("2", signal)).toBe(false);
  expect(fetched()).toBe(2);
});

it("gives up on one that comes again, until it is accepted", async () => {
  const { keyring, fetched } = prepare("1");
  await keyring.current(signal);
  expect(await keyring.renew("1", signal)).toBe(false);
  expect(await keyring.renew("1", signal)).toBe(false);
  expect(fetched()).toBe(2);
  keyring.accepted("1");
  expect(await keyring.renew("1", signal)).toBe(false);
  expect(fetched()).toBe(3);
});

it("has another one for who was late", async () => {
  const { keyring, fetched } = prepare("1", "2");
  await keyring.current(signal);
  await keyring.renew("1", signal);
  await keyring.current(signal);
  expect(await keyring.renew("1", signal)).toBe(true);
  expect(fetched()).toBe(2);
  expect(["1", "2", "3"].map((identity) => keyring.owns(identity))).toEqual([true, true, false]);
});
