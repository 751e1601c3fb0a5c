import { answerWith } from "./answers.ts";
import type { Source } from "./clouds.ts";
import type { MatrixFault } from "./faults.ts";

/** Refused identities count towards the lock of a key, so each stands alone. */
const skew = "the clock is two hours off";
const skewBodies: Readonly<Record<Source, string>> = {
  "huawei-cce":
    '{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: request time expired"}',
  "huawei-cce-autopilot":
    '{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: request time expired"}',
  "huawei-css":
    '{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: request time expired"}',
  "alibaba-ack":
    '{"Code":"InvalidTimeStamp.Expired","Message":"Specified time stamp or date value is expired."}',
};
const expiredBodies: Readonly<Record<Source, string>> = {
  "huawei-cce": '{"error_code":"APIG.0307","error_msg":"The token must be updated."}',
  "huawei-cce-autopilot": '{"error_code":"APIG.0307","error_msg":"The token must be updated."}',
  "huawei-css": '{"error_code":"APIG.0307","error_msg":"The token must be updated."}',
  "alibaba-ack": '{"Code":"InvalidSecurityToken.Expired","Message":"Specified SecurityToken is expired."}',
};

export const identityFaults: readonly MatrixFault[] = (
  [
    [skew, skewBodies, { date: new Date(Date.now() + 7_200_000).toUTCString() }],
    ["credentials expire in flight", expiredBodies, {}],
  ] as const
).flatMap(([name, bodies, headers]) =>
  Object.entries(bodies).map(
    ([source, body]): MatrixFault => ({
      name,
      places: ["list", "cluster", "upgrades"],
      kinds: ["unauthenticated"],
      sources: [source as Source], // the keys of the record
      fault: answerWith(source === "alibaba-ack" ? 400 : 401, body, headers),
      endsAccount: true,
    }),
  ),
);
