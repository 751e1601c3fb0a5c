import { isProviderError } from "@upgradectl/provider-sdk";
import { goodParts } from "./acme.ts";
import type { Broken } from "./broken.ts";

/** Providers that would never end, were they waited for. */
export const brokenEndings: readonly Broken[] = [
  {
    check: "endings",
    fault: "waits for what never comes before it asks",
    parts: () => ({ observe: () => new Promise(() => {}) }),
  },
  {
    check: "endings",
    fault: "never connects",
    parts: () => ({ onConnect: () => new Promise(() => {}) }),
  },
  {
    check: "endings",
    fault: "asks again and again until an upgrade is over",
    parts: () => ({
      observe: async (parts, call) => {
        let observation = await goodParts.observe(parts, call);
        while (observation.operations.some(({ phase }) => phase === "failed"))
          observation = await goodParts.observe(parts, call).catch(() => observation);
        return observation;
      },
    }),
  },
  {
    check: "answer-403",
    fault: "waits for ever where a read was forbidden",
    parts: () => ({
      tasks: (parts, call) =>
        goodParts
          .tasks(parts, call)
          .catch((thrown: unknown) =>
            isProviderError(thrown) && thrown.kind === "forbidden"
              ? new Promise<never>(() => {})
              : Promise.reject(thrown),
          ),
    }),
  },
  {
    check: "endings",
    isWhole: true,
    fault: "lists without an end",
    parts: () => ({
      async *list(parts, api, signal) {
        yield* goodParts.list(parts, api, signal);
        await new Promise(() => {});
      },
    }),
  },
];
