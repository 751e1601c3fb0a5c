import type { ErrorKind } from "@upgradectl/provider-sdk";
import { answerWith, answerWithPage } from "./answers.ts";
import { each, type MatrixFault } from "./faults.ts";

const kindsOfStatus: Readonly<Record<number, readonly ErrorKind[]>> = {
  400: ["unexpected-response"],
  401: ["unauthenticated"],
  403: ["forbidden"],
  // The gateways' 404 says that there is no such API, and a page says nothing at all: neither is "no such cluster".
  404: ["unavailable"],
  409: ["unavailable", "unexpected-response"],
  500: ["unavailable"],
  502: ["unavailable"],
  503: ["unavailable"],
  504: ["unavailable", "timeout"],
};
const statuses = Object.keys(kindsOfStatus).map(Number);
/** IAM locks a user after a few refusals, so whatever it refuses is not asked for again. */
const refused = (status: number): Pick<MatrixFault, "signInKinds"> =>
  status < 500 ? { signInKinds: ["unauthenticated"] } : {};
const kindsOf = (status: number): readonly ErrorKind[] => kindsOfStatus[status] ?? [];

export const statusFaults: readonly MatrixFault[] = [
  ...statuses.map(
    (status): MatrixFault => ({
      name: `${status}, in the cloud's words`,
      places: each,
      kinds: kindsOf(status),
      status,
      ...refused(status),
      ...(status === 401 ? { endsAccount: true } : {}),
    }),
  ),
  ...statuses.map(
    (status): MatrixFault => ({
      name: `${status}, with a page of somebody else`,
      places: each,
      kinds: status === 400 || status === 409 ? ["unexpected-response", "unavailable"] : kindsOf(status),
      fault: answerWithPage(status),
      ...refused(status),
      ...(status === 401 ? { endsAccount: true } : {}),
    }),
  ),
  ...[403, 404, 500].map(
    (status): MatrixFault => ({
      name: `${status}, with JSON of somebody else`,
      places: each,
      kinds: kindsOf(status),
      fault: answerWith(status, '{"error":"no luck","ok":false}'),
      ...refused(status),
    }),
  ),
  {
    name: "400 that echoes the whole request",
    places: each,
    kinds: ["unexpected-response"],
    ...refused(400),
    fault: (exchange) =>
      answerWith(400, JSON.stringify({ message: "what?", headers: exchange.request.headers }))(exchange),
  },
];

export const redirectFaults: readonly MatrixFault[] = [302, 308].flatMap((status) => [
  {
    name: `${status} to another place of the same host`,
    places: each,
    kinds: ["unexpected-response"],
    fault: answerWith(status, "", { location: "/trap" }),
  } satisfies MatrixFault,
  {
    name: `${status} to another host`,
    places: each,
    kinds: ["unexpected-response"],
    fault: (exchange) => answerWith(status, "", { location: `${exchange.trap}/trap` })(exchange),
  } satisfies MatrixFault,
]);
