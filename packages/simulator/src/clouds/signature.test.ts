import { describe, expect, it } from "vitest";
import { parseRequest } from "../server/raw-request.ts";
import alibabaVectors from "../testing/alibaba-vectors.json" with { type: "json" };
import huaweiVectors from "../testing/huawei-vectors.json" with { type: "json" };
import { signAlibaba } from "./alibaba/signature.ts";
import { signHuawei } from "./huawei/signature.ts";

interface Vector {
  readonly method: string;
  readonly target: string;
  readonly headers: unknown;
  readonly body: string;
}

function requestOf({ method, target, headers, body }: Vector) {
  const request = parseRequest(method, target, headers as Record<string, string>, Buffer.from(body));
  if (request === null) throw new Error("not a request");
  return request;
}

describe("Huawei signature, made by the vendor's SDKs", () => {
  it.each(huaweiVectors)("$name", (vector) => {
    expect(signHuawei(requestOf(vector), vector.signedHeaders, vector.secret)).toBe(vector.signature);
  });
});

describe("Alibaba signature, made by the vendor's SDK and in its documentation", () => {
  it.each(alibabaVectors)("$name", (vector) => {
    expect(signAlibaba(requestOf(vector), vector.signedHeaders, vector.secret).signature).toBe(
      vector.signature,
    );
  });
});
