import { expect, it } from "vitest";
import { Redactor } from "../redact.ts";
import { Disguises } from "./disguises.ts";

function prepare(...secrets: readonly string[]) {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return { redactor, disguises: new Disguises(redactor) };
}

it("the same secret has the same mask everywhere, another one another", () => {
  const { disguises } = prepare("first-secret", "second-secret");
  expect(disguises.text("first-secret, second-secret, first-secret")).toBe("****1*, ****2*, ****1*");
  expect(disguises.value({ a: ["second-secret"] })).toEqual({ a: ["****2*"] });
  expect(disguises.masks()).toEqual([{ value: "****1*" }, { value: "****2*" }]);
});

it("shows the beginning of what may be shown, and says so", () => {
  const { redactor, disguises } = prepare();
  redactor.add("LTAI5tTestKey", "prefix");
  expect(disguises.text("key LTAI5tTestKey")).toBe("key LTAI****1*");
  expect(disguises.masks()).toEqual([{ value: "LTAI****1*", show: "prefix" }]);
});

it("a digit after a secret makes no other mask of it", () => {
  const secrets = Array.from(
    { length: 12 },
    (_, index) => `secret-number-${String.fromCharCode(97 + index)}`,
  );
  const { disguises } = prepare(...secrets);
  const masked = disguises.text(secrets.map((secret) => `${secret}2`).join(" "));
  const replayed = new Redactor();
  for (const { value, show } of disguises.masks()) replayed.add(value, show);
  expect(replayed.text(masked)).toBe(secrets.map(() => "****2").join(" "));
});

it("hides fields of any answer that are named for a secret, and no others", () => {
  const { disguises } = prepare();
  const answer = {
    name: "payments",
    next_token: "page-2",
    parameters: [{ LoginPassword: "x1", port: 6443 }],
    kubeconfig: "apiVersion: v1",
    password: "",
  };
  expect(disguises.answer(answer)).toEqual({
    name: "payments",
    next_token: "page-2",
    parameters: [{ LoginPassword: "****1*", port: 6443 }],
    kubeconfig: "****2*",
    password: "",
  });
  expect(answer.kubeconfig).toBe("apiVersion: v1");
});

it("hides a secret as a whole once", () => {
  const { disguises } = prepare("known-secret");
  expect(disguises.whole("known-secret")).toBe("****1*");
  expect(disguises.whole("short")).toBe("****2*");
  expect(disguises.credentials("sk = short\nak = known-secret")).toBe("sk = ****2*\nak = ****1*");
});
