import { ConfigurationError, type ConnectContext, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { cluster, connect, contextWith, observing, signal } from "../testing/guarded-plugin.ts";
import { healthyDefinition, healthyObservation } from "../testing/healthy.ts";
import { guardPlugin } from "./guard-plugin.ts";

describe("connect", () => {
  it.each<[string, unknown, string]>([
    ["nothing", undefined, "it is missing; expected an object with an observe() method"],
    ["an object without observe", {}, "`observe` is missing; expected an async function"],
    [
      "one with observe misspelt",
      { obsreve: async () => {} },
      "`obsreve` is no member; did you mean `observe`?",
    ],
    [
      "one with list misspelt",
      { observe: async () => {}, async *lists() {} },
      "`lists` is no member; did you mean `list`?",
    ],
    [
      "a list that is no function",
      { observe: async () => {}, list: [] },
      "`list` is a list; expected a function",
    ],
    [
      "a postCheck that is none",
      { observe: async () => {}, postCheck: true },
      "`postCheck` is true; expected",
    ],
  ])("must not return %s", async (_, connection, fault) => {
    await expect(connect(() => connection)).rejects.toThrow(fault);
  });

  it("may return one with members of its own", async () => {
    class Connected {
      readonly program = "acme";
      preCheck(): string {
        return this.program;
      }
      async observe() {
        return healthyObservation({ version: this.preCheck() });
      }
    }
    const connection = await connect(() => new Connected());
    expect(await connection.observe(cluster, signal)).toMatchObject({ version: "acme" });
  });

  it("may throw a ConfigurationError, of which only texts get through", async () => {
    const thrown = Object.assign(new ConfigurationError("no region", { pointer: "/region" }), { hint: 7 });
    const error = await connect(() => Promise.reject(thrown)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "ConfigurationError", message: "no region", pointer: "/region" });
    expect(error).toHaveProperty("hint", undefined);
  });

  it("may throw what nobody can look at", async () => {
    const hostile = new Proxy(
      {},
      {
        getPrototypeOf: () => {
          throw new Error("no");
        },
      },
    );
    await expect(connect(() => Promise.reject(hostile))).rejects.toThrow("cannot be looked at");
  });

  it("cannot change the environment", async () => {
    const env = { HOME: "/home" };
    const changing = ({ env: given }: ConnectContext<object>) => {
      Object.assign(given, { HOME: "/elsewhere" });
    };
    await expect(connect(changing, { context: contextWith({ env }) })).rejects.toThrow(TypeError);
    expect(env.HOME).toBe("/home");
  });
});

describe("reads", () => {
  it("may be objects of a class, with getters", () => {
    class Show {
      readonly action = "Show";
      get path() {
        return "/clusters/{id}";
      }
    }
    const { reads } = guardPlugin(healthyDefinition({ reads: [new Show()] }), { quietMs: 10_000 });
    expect(reads).toStrictEqual([{ action: "Show", path: "/clusters/{id}" }]);
  });
});

describe("observe", () => {
  it("keeps its `this`, and may be a method of a class", async () => {
    class Connected {
      readonly #version = "v1.2";
      async observe() {
        return healthyObservation({ version: this.#version });
      }
    }
    const connection = await connect(() => new Connected());
    expect(await connection.observe(cluster, signal)).toMatchObject({ version: "v1.2" });
  });

  it("may throw before it returns a promise", async () => {
    const throwing = () => {
      throw new ProviderError({ kind: "timeout", message: "too slow" });
    };
    await expect(observing(throwing)).rejects.toMatchObject({ kind: "timeout", retryable: true });
  });

  it("returns what is read once, and is data from then on", async () => {
    let reads = 0;
    const shifting = {
      ...healthyObservation(),
      get version() {
        reads += 1;
        return reads === 1 ? "v1.2" : null;
      },
      toJSON: () => "something else",
    };
    const observation = await observing(async () => shifting);
    expect(observation).toEqual(healthyObservation({ version: "v1.2" }));
    expect(observation.version).toBe("v1.2");
  });

  it("may return an object of a class, with getters", async () => {
    class Named {
      get version() {
        return "v1.1";
      }
      get state() {
        return healthyObservation().state;
      }
    }
    class Observed extends Named {
      static readonly schema = 1;
      readonly operations = [];
      override get version() {
        return "v1.2";
      }
      get describe() {
        return () => "no data";
      }
      show(): string {
        return this.version;
      }
    }
    expect(await observing(async () => new Observed())).toStrictEqual({
      version: "v1.2",
      state: healthyObservation().state,
      operations: [],
    });
  });

  it.each<[string, () => unknown, string]>([
    [
      "prototypes without an end",
      () => {
        let asked = 0;
        const getPrototypeOf = () => {
          asked += 1;
          return asked <= 2 ? null : endless;
        };
        const endless: object = new Proxy({}, { getPrototypeOf });
        return endless;
      },
      "a million values",
    ],
    [
      "an inherited getter that throws",
      () =>
        Object.create(
          Object.defineProperty(Object.create({}), "version", {
            get: fail,
          }),
        ),
      "late",
    ],
    [
      "a getter that throws",
      () => Object.defineProperty({}, "version", { enumerable: true, get: fail }),
      "late",
    ],
    ["a circle", circle, "nested more than 32 levels deep"],
    [
      "a list without an end",
      () => ({ operations: new Proxy([], { get: () => 2 ** 40 }) }),
      "a million values",
    ],
  ])("cannot return %s", async (_, result, message) => {
    await expect(observing(async () => result())).rejects.toThrow(message.replace("a million", "1000000"));
  });

  it("throws facts of the promised types alone", async () => {
    const error = Object.assign(new ProviderError({ kind: "network", message: "gone" }), {
      ...{ hint: {}, code: 7, httpStatus: "200", requestId: null, retryable: "yes", message: 12 },
    });
    const thrown = await observing(() => Promise.reject(error)).catch((caught: unknown) => caught);
    expect(thrown).toMatchObject({ kind: "network", message: "12", retryable: true });
    for (const name of ["hint", "code", "httpStatus", "requestId"])
      expect(thrown).toHaveProperty(name, undefined);
  });

  it("keeps an `unread` that is an error as its facts", async () => {
    const unread = new ProviderError({ kind: "forbidden", message: "not allowed", code: "E1" });
    const observation = await observing(async () => ({ ...healthyObservation(), unread }));
    expect(observation.unread).toEqual({
      kind: "forbidden",
      message: "not allowed",
      code: "E1",
      retryable: false,
    });
  });
});

function fail(): never {
  throw new Error("late");
}

function circle(): object {
  const round: Record<string, unknown> = {};
  round.again = round;
  return round;
}
