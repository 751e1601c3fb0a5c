import { expect, it } from "vitest";
import type { Answer } from "./http.ts";
import { requireSame } from "./require-same.ts";

const answer: Answer = {
  action: "ShowTask",
  status: 200,
  headers: {},
  body: {},
  isJson: true,
  requestId: "req-1",
};

it.each([["T-1"], ["t-1"], [null]])("takes %j for T-1", (found) => {
  expect(() => requireSame("task", found, "T-1", answer)).not.toThrow();
});

it.each([["T-2"], [""], ["T-1 "]])("does not take %j for T-1", (found) => {
  expect(() => requireSame("task", found, "T-1", answer)).toThrow(
    expect.objectContaining({
      kind: "unexpected-response",
      retryable: false,
      httpStatus: 200,
      requestId: "req-1",
      message: `ShowTask was asked for task T-1 and answered with task ${found}`,
      hint: expect.stringContaining("proxy"),
    }),
  );
});

it("names no request where the answer names none", () => {
  const check = () => requireSame("task", "x", "y", { ...answer, requestId: null });
  expect(check).toThrow(expect.objectContaining({ requestId: undefined }));
});
