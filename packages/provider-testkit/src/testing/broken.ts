import { type ErrorFacts, isProviderError, type ProviderError } from "@upgradectl/provider-sdk";
import type { Exchange, ProviderTests } from "../options.ts";
import { acmeReads, type Body, type Call, goodParts, isObject, odd, type Parts } from "./acme.ts";

/** A provider with one fault, which one check alone finds. */
export interface Broken {
  readonly check: string;
  /** What is wrong with it: "calls every 404 not found". */
  readonly fault: string;
  readonly parts?: () => Partial<Parts>;
  /** Listing and post-upgrade checks are looked at, too. */
  readonly isWhole?: boolean;
  /** It has to do with signing in, which costs a request of every probe. */
  readonly signsIn?: boolean;
  /** Where it is what the kit was given that is wrong. */
  readonly tests?: (usual: ProviderTests) => ProviderTests;
}

/** Tasks as always, but none where they could not be read for this reason. */
const forgiving = (isForgiven: (error: ProviderError) => boolean): Partial<Parts> => ({
  tasks: (parts, call) =>
    goodParts.tasks(parts, call).catch((thrown: unknown) => {
      if (isProviderError(thrown) && isForgiven(thrown)) return [];
      throw thrown;
    }),
});

const renamed = (from: (facts: ErrorFacts, status: number) => Partial<ErrorFacts>): Partial<Parts> => ({
  readError: (answer) => {
    const named = goodParts.readError(answer);
    if (named !== undefined || answer.status < 300) return named;
    const facts = { kind: "unavailable", message: `status ${answer.status}` } as const;
    const changed = from(facts, answer.status);
    return Object.keys(changed).length === 0 ? undefined : { ...facts, ...changed };
  },
});

const tasksOr =
  (isNone: (body: Body) => boolean): Parts["tasks"] =>
  async (parts, call) => {
    const { body } = await parts.read(call, "ListTasks");
    if (isNone(body)) return [];
    if (!isObject(body) || !Array.isArray(body.tasks) || !body.tasks.every(isObject)) throw odd("no tasks");
    return body.tasks;
  };

/** For an answer that is taken as text, as JSON never is. */
const textTasksOr =
  (isNone: (text: string) => boolean): Parts["tasks"] =>
  async (parts, call) => {
    const { body } = await parts.read(call, "ListTasks");
    const text = String(body);
    let json: Body;
    try {
      json = JSON.parse(text);
    } catch {
      if (isNone(text)) return [];
      throw odd("no JSON");
    }
    if (!isObject(json) || !Array.isArray(json.tasks) || !json.tasks.every(isObject)) throw odd("no tasks");
    return json.tasks;
  };

export const brokenAnswers: readonly Broken[] = [
  {
    check: "answer-401",
    fault: "calls refused credentials an outage",
    parts: () => renamed((_, status) => (status === 401 ? { kind: "unavailable", retryable: false } : {})),
  },
  {
    check: "answer-403",
    fault: "takes tasks that it may not read for none",
    parts: () => forgiving(({ kind }) => kind === "forbidden"),
  },
  {
    check: "answer-404",
    fault: "calls every 404 not found",
    parts: () => renamed((_, status) => (status === 404 ? { kind: "not-found" } : {})),
  },
  {
    check: "answer-429",
    fault: "calls a 429 without advice something else",
    parts: () => ({
      readError: (answer) =>
        answer.status === 429 && answer.headers["retry-after"] === undefined && answer.action !== "RunCheck"
          ? { kind: "unavailable", message: "busy", retryable: true }
          : goodParts.readError(answer),
    }),
  },
  {
    check: "answer-429-with-advice",
    fault: "takes the advice to wait for an outage",
    parts: () => ({
      readError: (answer) =>
        answer.headers["retry-after"] === undefined || answer.action === "RunCheck"
          ? goodParts.readError(answer)
          : { kind: "unavailable", message: "busy", retryable: true },
    }),
  },
  {
    check: "answer-500",
    fault: "takes tasks that fail with 500 for none",
    parts: () => forgiving(({ httpStatus }) => httpStatus === 500),
  },
  {
    check: "answer-503",
    fault: "takes tasks that fail with 503 for none",
    parts: () => forgiving(({ httpStatus }) => httpStatus === 503),
  },
  {
    check: "answer-broken",
    fault: "takes tasks behind a broken connection for none",
    parts: () => forgiving(({ kind }) => kind === "network"),
  },
  {
    check: "answer-html",
    fault: "takes a web page for no tasks",
    parts: () => ({
      definition: {
        reads: acmeReads.map((read) => (read.action === "ListTasks" ? { ...read, answer: "text" } : read)),
      },
      tasks: textTasksOr((text) => text.startsWith("<")),
    }),
  },
  {
    check: "answer-truncated",
    fault: "takes JSON that it cannot read for no tasks",
    parts: () => ({
      definition: {
        reads: acmeReads.map((read) => (read.action === "ListTasks" ? { ...read, answer: "text" } : read)),
      },
      tasks: textTasksOr((text) => text.startsWith("{")),
    }),
  },
  {
    check: "answer-empty-object",
    fault: "takes {} for no tasks",
    parts: () => ({ tasks: tasksOr((body) => isObject(body) && Object.keys(body).length === 0) }),
    tests: (usual) => ({ ...usual, cases: withTotal(usual.cases) }),
  },
  {
    check: "answer-empty-list",
    fault: "takes [] for no tasks",
    parts: () => ({ tasks: tasksOr(Array.isArray) }),
  },
  {
    check: "answer-null",
    fault: "takes null for no tasks",
    parts: () => ({ tasks: tasksOr((body) => body === null) }),
  },
  {
    check: "vendor-404",
    fault: "takes tasks of a cluster that is gone for none",
    parts: () => forgiving(({ code }) => code === "ClusterNotFound"),
  },
  {
    check: "passing-failure",
    fault: "calls a 503 final",
    parts: () => renamed((_, status) => (status === 503 ? { kind: "unavailable", retryable: false } : {})),
  },
  {
    check: "no-poison",
    signsIn: true,
    fault: "keeps a sign-in that failed",
    parts: () => ({
      token: (auth, context) => {
        const good = goodParts.token(auth, context);
        let kept: Promise<string> | undefined;
        return {
          current: (signal) => {
            kept ??= good.current(signal);
            // What was stopped is tried again; what failed is kept for ever.
            kept.catch((error: unknown) => {
              if (isProviderError(error) && error.kind === "cancelled") kept = undefined;
            });
            return kept;
          },
        };
      },
    }),
  },
  {
    check: "changed-answer",
    fault: "remembers the tasks",
    parts: () => {
      const kept = new WeakMap<object, readonly Body[]>();
      return {
        tasks: async (parts, call) => {
          const tasks = kept.get(call.context) ?? (await goodParts.tasks(parts, call));
          kept.set(call.context, tasks);
          return tasks;
        },
      };
    },
  },
  {
    check: "unknown-words",
    fault: "takes any word but an error for a success",
    parts: () => ({
      phase: (state) =>
        typeof state === "string" && !["active", "error"].includes(state)
          ? "succeeded"
          : goodParts.phase(state),
    }),
  },
  {
    check: "missing-fields",
    fault: "takes a cluster without a state for an idle one",
    parts: () => ({
      condition: (state) => (typeof state === "string" ? goodParts.condition(state) : "ready"),
    }),
  },
];

/** So that an answer without `tasks` is not yet `{}`. */
function withTotal(cases: ProviderTests["cases"]): ProviderTests["cases"] {
  return changeCases(cases, (exchanges) =>
    exchanges.map((exchange) => {
      const { body } = exchange;
      return isObject(body) && "tasks" in body ? { ...exchange, body: { ...body, total: 2 } } : exchange;
    }),
  );
}

export function changeCases(
  cases: ProviderTests["cases"],
  change: (exchanges: readonly Exchange[]) => readonly Exchange[],
): ProviderTests["cases"] {
  const changed = Object.entries(cases).map(([name, it]) => {
    const isWritten = typeof it !== "string" && it.exchanges !== undefined;
    return [name, isWritten ? { ...it, exchanges: change(it.exchanges) } : it] as const;
  });
  return { ...cases, ...Object.fromEntries(changed) };
}

/** Another signal than the one that was given. */
export function unstoppable(call: Call): Call {
  return { ...call, signal: new AbortController().signal };
}
