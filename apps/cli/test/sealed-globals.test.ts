import type { Report } from "@upgradectl/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/*
 * Libraries give their own objects members by names that others inherit. Each of these does so as the library of its name
 * does, and exports whether what it assigned is there and nothing else has changed. Each is run in sloppy and in strict mode.
 */
const libraries = {
  lodash: `
    function lodash(value) { return value; }
    function bind(func, thisArg) { return function () { return func.apply(thisArg, arguments); }; }
    const native = Function.prototype.bind;
    lodash.bind = bind;
    const works = lodash.bind === bind && Object.keys(lodash).join() === "bind"
      && lodash.bind(function () { return this.x; }, { x: 7 })() === 7 && Function.prototype.bind === native;`,
  bluebird: `
    function Promise(executor) { this.value = executor; }
    Promise.prototype.bind = function (thisArg) { this.boundTo = thisArg; return this; };
    Promise.prototype.call = function (name) { return name; };
    Promise.bind = function (thisArg, value) { return new Promise(value).bind(thisArg); };
    const works = Promise.bind("x", 7).boundTo === "x" && typeof (function () {}).bind({}) === "function";`,
  "core-js": `
    const store = new WeakMap();
    store.get = store.get;
    store.has = store.has;
    store.set = store.set;
    const key = {};
    store.set(key, 7);
    const works = Object.hasOwn(store, "get") && store.has(key) && store.get(key) === 7
      && !Object.hasOwn(new WeakMap(), "get");`,
  "reflect-metadata": `
    const metadata = new WeakMap();
    function exporter(key, value) {
      if (typeof Reflect[key] !== "function")
        Object.defineProperty(Reflect, key, { configurable: true, writable: true, value: value });
    }
    exporter("defineMetadata", function (key, value, target) { metadata.set(target, value); });
    exporter("getMetadata", function (key, target) { return metadata.get(target); });
    const target = {};
    Reflect.defineMetadata("k", 7, target);
    const works = Reflect.getMetadata("k", target) === 7;`,
  webpack: `
    const chunks = [];
    const push = chunks.push.bind(chunks);
    chunks.push = function (chunk) { return push(chunk * 2); };
    chunks.push(7);
    const works = chunks[0] === 14 && [].push !== chunks.push && [1].concat(chunks).length === 2;`,
  "a fake clock": `
    class FakeDate extends Date {}
    FakeDate.now = function () { return 7; };
    FakeDate.now = function () { return 8; };
    const works = FakeDate.now() === 8 && Date.now() > 8;`,
  "a class that is assigned to": `
    class Store extends Map { constructor() { super(); this.get = (key) => "own " + key; } }
    const works = new Store().get("x") === "own x" && new Map([["x", 7]]).get("x") === 7;`,
  "a polyfill": `
    const flat = Array.prototype.flat;
    Array.prototype.flat = Array.prototype.flat || function () {};
    const works = Array.prototype.flat === flat;`,
} as const;

const modes = ["sloppy", "strict"] as const;
const cases = Object.entries(libraries).flatMap(([library, source]) =>
  modes.map((mode) => ({ library, mode, source })),
);

function plugin(file: string): string {
  return `import works from "./${file}";
export default { contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {}, reads: [],
  connect: () => ({ observe: async () =>
    ({ version: works ? "1.0" : "0.9", state: { condition: "ready", raw: "ok" }, operations: [] }) }) };`;
}

describe("a library that assigns what others inherit works as ever", () => {
  let report: Report;
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends) await end();
  });
  beforeAll(async () => {
    const files = cases.flatMap(({ mode, source }, index) => [
      [
        `library-${index}.cjs`,
        `${mode === "strict" ? '"use strict";' : ""}${source}\nmodule.exports = works;`,
      ],
      [`acme-${index}.mjs`, plugin(`library-${index}.cjs`)],
    ]);
    const clusters = cases.map((_, index) => {
      const name = `c-${index}`;
      return { name, id: name, provider: `./acme-${index}.mjs`, targetVersion: "1.0" };
    });
    const fleet = { apiVersion: "upgradectl.dev/v1", kind: "Fleet", clusters };
    const cwd = await folderWith({ "upgradectl.yaml": fleet, ...Object.fromEntries(files) }, (end) =>
      ends.push(end),
    );
    report = reportOf(await runCli(["check", "-o", "json"], { cwd }));
  }, 60_000);

  it.each(cases.map(({ library, mode }, index) => ({ library, mode, name: `c-${index}` })))(
    "$library, $mode",
    ({ name }) => {
      expect(report.diagnostics).toEqual([]);
      expect(report.clusters.find((each) => each.name === name)).toMatchObject({ verdict: "converged" });
    },
  );
});
