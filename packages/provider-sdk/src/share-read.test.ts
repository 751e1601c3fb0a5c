import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { readTogether, shareRead } from "./share-read.ts";

const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

describe("shareRead", () => {
  it("goes on for those who still wait when one gives up", async () => {
    const gate = Promise.withResolvers<string>();
    let reads = 0;
    let inner: AbortSignal | undefined;
    const read = shareRead((signal) => {
      reads += 1;
      inner = signal;
      return gate.promise;
    });
    const first = new AbortController();
    const gone = read(first.signal);
    const stays = read(new AbortController().signal);
    first.abort();
    await expect(gone).rejects.toMatchObject({ kind: "cancelled" });
    expect(inner?.aborted).toBe(false);
    gate.resolve("value");
    await expect(stays).resolves.toBe("value");
    await expect(read(new AbortController().signal)).resolves.toBe("value");
    expect(reads).toBe(1);
  });

  it("is cancelled when nobody waits any more, and starts anew for the next", async () => {
    const signals: AbortSignal[] = [];
    const read = shareRead((signal) => {
      signals.push(signal);
      return signals.length === 1 ? never(signal) : Promise.resolve("value");
    });
    const first = new AbortController();
    const second = new AbortController();
    const waiting = [read(first.signal), read(second.signal)];
    first.abort();
    second.abort();
    await Promise.allSettled(waiting);
    expect(signals[0]?.aborted).toBe(true);
    await expect(read(new AbortController().signal)).resolves.toBe("value");
  });

  it("gives a failure to all who wait and keeps none", async () => {
    let reads = 0;
    const read = shareRead(async () => {
      reads += 1;
      if (reads === 1) throw new Error("first");
      return reads;
    });
    const { signal } = new AbortController();
    const both = await Promise.allSettled([read(signal), read(signal)]);
    expect(both.map((result) => result.status)).toEqual(["rejected", "rejected"]);
    await expect(read(signal)).resolves.toBe(2);
  });

  it("does not start for one who has given up, and says why", async () => {
    const reason = new ProviderError({ kind: "timeout", message: "deadline" });
    const read = shareRead(async () => expect.unreachable());
    await expect(read(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe("readTogether", () => {
  it("returns both results in order", async () => {
    const { signal } = new AbortController();
    await expect(
      readTogether(
        signal,
        async () => 1,
        async () => "b",
      ),
    ).resolves.toEqual([1, "b"]);
  });

  it("cancels the other read on a failure and waits for its end", async () => {
    const { signal } = new AbortController();
    let ended = false;
    const slow = (inner: AbortSignal) =>
      never(inner).finally(() => {
        ended = true;
      });
    const failing = async () => {
      throw new Error("the cause");
    };
    await expect(readTogether(signal, slow, failing)).rejects.toThrow("the cause");
    expect(ended).toBe(true);
    expect(signal.aborted).toBe(false);
  });

  it("cancels both reads with the caller", async () => {
    const caller = new AbortController();
    const both = readTogether(caller.signal, never, never);
    caller.abort(new Error("stop"));
    await expect(both).rejects.toThrow("stop");
  });
});
