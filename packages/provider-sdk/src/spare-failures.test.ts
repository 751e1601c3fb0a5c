import { expect, it } from "vitest";
import { type ErrorKind, ProviderError } from "./errors.ts";
import { spareFailures } from "./spare-failures.ts";

const { signal } = new AbortController();

function prepare(failures: readonly unknown[]) {
  const clock = { time: 1_000_000 };
  let asked = 0;
  const read = spareFailures(
    async () => {
      asked += 1;
      if (asked <= failures.length) throw failures[asked - 1];
      return asked;
    },
    () => clock.time,
  );
  const tryRead = () => read(signal).catch((error: unknown) => error);
  return { clock, tryRead, asked: () => asked };
}

function errorOf(kind: ErrorKind): ProviderError {
  return new ProviderError({ kind, message: kind });
}

it.each<ErrorKind>(["unauthenticated", "forbidden", "unexpected-response"])(
  "gives the same %s for ten seconds",
  async (kind) => {
    const { clock, tryRead, asked } = prepare([errorOf(kind)]);
    const first = await tryRead();
    clock.time += 9999;
    expect(await tryRead()).toBe(first);
    expect(asked()).toBe(1);
    clock.time += 1;
    expect(await tryRead()).toBe(2);
  },
);

it.each<ErrorKind>(["network", "timeout", "unavailable", "rate-limited", "cancelled"])(
  "does not keep what passes: %s",
  async (kind) => {
    const { tryRead } = prepare([errorOf(kind)]);
    expect(await tryRead()).toBeInstanceOf(ProviderError);
    expect(await tryRead()).toBe(2);
  },
);

it("does not keep a bug", async () => {
  const { tryRead } = prepare([new TypeError("bug")]);
  expect(await tryRead()).toBeInstanceOf(TypeError);
  expect(await tryRead()).toBe(2);
});

it("is not held up by a clock that was set back", async () => {
  const { clock, tryRead } = prepare([errorOf("forbidden")]);
  await tryRead();
  clock.time -= 3_600_000;
  expect(await tryRead()).toBe(2);
});
