import { expect, it } from "vitest";
import { detailsOf } from "./details.ts";
import { upgradeList } from "./responses.ts";
import type { Body } from "./testing/css-bodies.ts";

function details(fields: Body) {
  const [upgrade] = upgradeList.parse({ detailList: [{ id: "u", ...fields }] }).detailList;
  if (upgrade === undefined) throw new Error("there is no task");
  return detailsOf(upgrade);
}

it.each<[Body, Body]>([
  [{}, {}],
  [{ executeTimes: "", agencyName: null, imageInfo: null, batchSize: null }, {}],
  [{ executeTimes: "0" }, { retries: 0 }],
  [{ executeTimes: 2 }, { retries: 2 }],
  [{ executeTimes: "twice" }, { retries: "twice" }],
  [{ batchSize: 3 }, { batchSize: 3 }],
  [{ agencyName: "css" }, { agency: "css" }],
  [{ migrateParam: '{"targetAz":"a"}' }, { migration: { targetAz: "a" } }],
  [{ migrateParam: { targetAz: "a" } }, { migration: { targetAz: "a" } }],
  [{ migrateParam: '{"targetAz":' }, { migration: '{"targetAz":' }],
  [{ migrateParam: "5" }, { migration: "5" }],
  [{ migrateParam: "null" }, { migration: "null" }],
  [{ migrateParam: "[]" }, { migration: "[]" }],
  [{ migrateParam: "" }, {}],
  [{ finalAzInfoMap: '{"a":"n1, n2","b":""}' }, { finalZones: { a: ["n1", "n2"], b: [] } }],
  [{ finalAzInfoMap: '{"a":["n1"],"b":{"x":1}}' }, { finalZones: { a: ["n1"], b: { x: 1 } } }],
  [
    { finalAzInfoMap: '{"a":"n1,n1, n2","b":["n3","n3",5,null]}' },
    { finalZones: { a: ["n1", "n2"], b: ["n3"] } },
  ],
  [{ finalAzInfoMap: '{"a":null,"b":2}' }, { finalZones: { a: null, b: 2 } }],
  [{ imageInfo: "7.10.2" }, {}],
  [{ imageInfo: [] }, {}],
  [{ imageInfo: [{ id: "i", displayName: "7.10.2_1" }] }, { image: { id: "i", name: "7.10.2_1" } }],
  [{ imageInfo: { id: "i", displayName: 5 } }, {}],
  [{ finalAzInfoMap: "cn-north-4c=n1" }, { finalZones: "cn-north-4c=n1" }],
])("%j is %j", (fields, expected) => {
  expect(details(fields)).toEqual(expected);
});

it("keeps a zone of an odd name for itself", () => {
  const { finalZones } = details({ finalAzInfoMap: '{"__proto__":"n1"}' });
  expect(Object.keys(Object(finalZones))).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(finalZones)).toBe(Object.prototype);
});
