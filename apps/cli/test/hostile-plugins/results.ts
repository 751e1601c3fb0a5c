import { type Hostile, resisting } from "./hostile.ts";
import { good, never } from "./plugin.ts";

/** In what they throw and return, and that they do neither. */
export const oddResults: readonly Hostile[] = [
  { what: "throws an error", observe: `throw new TypeError("broken")`, says: "failed: TypeError: broken" },
  { what: "throws a text", observe: `throw "broken"`, says: "failed: 'broken' was thrown" },
  { what: "throws null", observe: "throw null", says: "failed: null was thrown" },
  { what: "throws undefined", observe: "throw undefined", says: "failed: undefined was thrown" },
  {
    what: "throws an error that cannot be read",
    observe: `const error = new Error("x");
      for (const name of ["name", "message", "stack"])
        Object.defineProperty(error, name, { get() { throw new Error("hands off"); } });
      throw error;`,
    says: "something was thrown that cannot be shown",
  },
  { what: "throws what resists everything", observe: `throw ${resisting}`, says: "failed: " },
  {
    what: "throws an error of a kind that there is not",
    observe: `const error = Object.assign(new Error("fine"), { kind: "converged" });
      Object.defineProperty(error, Symbol.for("upgradectl.provider-error"), { value: true });
      throw error;`,
    says: "failed: Error: fine",
  },
  {
    what: "prints as something that throws",
    observe: `throw { [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("x"); }, toString: null }`,
    says: "was thrown",
  },
  {
    what: "returns rubbish",
    observe: `return { verdict: "converged" }`,
    says: "the contract does not allow",
  },
  { what: "returns nothing", observe: "return;", says: "the contract does not allow" },
  {
    what: "returns what resists everything",
    observe: `return [${resisting}][0]`,
    says: "failed: Error: hands off",
  },
  {
    what: "returns a getter that throws",
    observe: `return { ...${good}, get version() { throw new Error("hands off"); }, operations: [] }`,
    says: "failed: Error: hands off",
  },
  {
    what: "returns a circle",
    observe: `const round = ${good}; round.round = round; return round;`,
    says: "nested more than 32 levels deep",
  },
  {
    what: "returns a version that is another one each time",
    observe: `let n = 0; return { ...${good}, state: { condition: "ready", get raw() { n += 1; return n === 1 ? "ok" : 7; } } }`,
    says: undefined,
  },
  { what: "never settles", observe: never, says: "did not answer" },
  {
    what: "never settles, and keeps the process busy",
    observe: `setInterval(() => {}, 20); ${never}`,
    says: "did not answer",
  },
  {
    what: "returns a thenable that never calls back",
    observe: "return { then() {} }",
    says: "did not answer",
  },
  {
    what: "asks for what it does not declare",
    observe: `await http.api({ baseUrl: "http://127.0.0.1:9" }).read("Delete", { signal }); return ${good};`,
    says: "asked for Delete, which it does not declare",
  },
];
