import type { Hostile } from "./hostile.ts";
import { good } from "./plugin.ts";

/** With what all of them share. */
export const tampering: readonly Hostile[] = [
  {
    what: "replaces JSON.stringify",
    observe: `JSON.stringify = () => "{}"; return ${good};`,
    says: "TypeError",
  },
  { what: "replaces JSON", observe: `globalThis.JSON = {}; return ${good};`, says: "TypeError" },
  {
    what: "replaces Array.prototype.map",
    observe: `Array.prototype.map = () => []; return ${good};`,
    says: "TypeError",
  },
  { what: "replaces Promise", observe: `globalThis.Promise = class {}; return ${good};`, says: "TypeError" },
  {
    what: "replaces Promise.prototype.then",
    observe: `Promise.prototype.then = () => {}; return ${good};`,
    says: "TypeError",
  },
  { what: "stops the clock", observe: `Date.now = () => 0; return ${good};`, says: "TypeError" },
  { what: "replaces Date", observe: `globalThis.Date = class {}; return ${good};`, says: "TypeError" },
  {
    what: "gives every object a toJSON",
    observe: `Object.prototype.toJSON = () => "fine"; return ${good};`,
    says: "TypeError",
  },
  {
    what: "tries so without an error",
    observe: `Reflect.defineProperty(JSON, "stringify", { value: () => "{}" });
      Reflect.defineProperty(Array.prototype, "filter", { value: () => [] });
      Reflect.deleteProperty(Map.prototype, "get"); Reflect.set(Reflect, "get", () => null);
      Reflect.set(Object.prototype, "error", null); return ${good};`,
    says: undefined,
  },
  {
    what: "replaces Array.prototype.filter by Reflect.set",
    observe: `Reflect.set(Array.prototype, "filter", () => []); return ${good};`,
    says: "TypeError: Cannot assign to 'filter', because it is sealed",
  },
  {
    what: "replaces Reflect.get",
    observe: `Reflect.get = () => null; return ${good};`,
    says: "TypeError",
  },
  {
    what: "replaces console and process.stdout.write",
    observe: `globalThis.console = {}; process.stdout.write = () => true; process.stderr.write = () => true; return ${good};`,
    says: undefined,
  },
  {
    what: "writes to standard output",
    observe: `process.stdout.write("NOISE"); (await import("node:fs")).writeSync(2, "NOISE"); return ${good};`,
    says: undefined,
  },
  {
    what: "changes what it was given",
    observe: `cluster.name = "payments"; cluster.id = "p-1"; cluster.with.x = 1; cluster.properties.push("x"); return ${good};`,
    says: undefined,
  },
  {
    what: "wants another exit code",
    observe: `process.exitCode = 0; process.on("exit", () => { process.exitCode = 0; });
      process.exit = () => {}; return ${good};`,
    says: undefined,
  },
];
