import type { Admission, Call, Cloud, Context, Match, Place, Reply } from "../clouds/cloud.ts";
import { SignInDesk } from "../clouds/sign-in-desk.ts";
import type { FaultScenario, ResponseScenario } from "../scenario/base-scenario.ts";
import type { World } from "../scenario/world.ts";
import type { Exchange } from "./exchange.ts";
import { FaultCounter } from "./fault-counter.ts";
import { RateLimit } from "./rate-limit.ts";
import type { RawRequest } from "./raw-request.ts";
import { createRouter } from "./router.ts";
import type { Statistics } from "./statistics.ts";

/** Decides what becomes of a request, in the order of the real services: path, signature, limit, fault, answer. */
export function createResponder(
  clouds: readonly Cloud[],
  world: World,
  now: () => number,
  statistics: Statistics,
): (request: RawRequest) => Exchange {
  const route = createRouter(clouds, world);
  const doors = new Map(clouds.map((cloud) => [cloud, openDoor(cloud, world)]));
  const faults = new FaultCounter();
  const rates = new RateLimit(() => performance.now());

  return (request) => {
    const routed = route(request);
    const cloud =
      "cloud" in routed ? routed.cloud : (clouds.find((each) => each.speaks(request)) ?? clouds[0]);
    if (cloud === undefined) throw new Error("the simulator plays no cloud");
    const match = "cloud" in routed ? routed.match : null;
    const door = doors.get(cloud) ?? openDoor(cloud, world);
    const context: Context = { request, requestId: cloud.newRequestId(), now: now(), desk: door.desk };
    const early = (reply: Reply, reason: string): Exchange => {
      note(statistics, "refused", request, match, reason);
      return exchange(cloud, context, match, null, undefined, () => reply);
    };
    statistics.countAction(match?.route.action ?? "unknown");
    if (match === null) {
      const reason =
        "wrongMethod" in routed && routed.wrongMethod ? "wrong method for this path" : "unknown path";
      return early(cloud.unknownCall(context), reason);
    }
    const admission = door.admit(context, match);
    if ("refusal" in admission) return early(admission.refusal, admission.reason);
    const call = { ...context, accounts: admission.accounts };
    const place = cloud.locate(call, match);
    warnOfQuery(statistics, request, match);
    const nth = rates.take(place.account);
    if (nth !== null) {
      statistics.countThrottled();
      return exchange(cloud, context, match, place, undefined, () =>
        cloud.throttled(context, place.account, nth),
      );
    }
    const cluster = "cluster" in place ? place.cluster : null;
    const fault = faults.next(place.account, cluster, match.route.action);
    if (fault !== undefined) statistics.countFault();
    const reply = () => {
      const given = answer(cloud, { ...call, now: now() }, match, place, fault);
      if ("mistake" in given && given.mistake !== undefined)
        note(statistics, given.status < 400 ? "warning" : "refused", request, match, given.mistake);
      return given;
    };
    return exchange(cloud, context, match, place, fault, reply);
  };
}

interface Door {
  readonly desk: SignInDesk;
  readonly admit: (context: Context, match: Match) => Admission;
}

/** A call for signing in is let through: its reply looks at the credentials, after faults and literal answers. */
function openDoor(cloud: Cloud, world: World): Door {
  const desk = new SignInDesk(world.accounts.filter((account) => account.cloud === cloud.name));
  const gate = cloud.createGate();
  const admit = (context: Context, match: Match): Admission => {
    const { owners } = match.route;
    if (owners === undefined) return gate(context, match);
    const accounts = owners(context);
    if (accounts.length > 0) return { accounts };
    return { refusal: cloud.unknownCall(context), reason: "no account of the scenario offers this" };
  };
  return { desk, admit };
}

function exchange(
  cloud: Cloud,
  { request, requestId, now }: Context,
  match: Match | null,
  place: Place | null,
  fault: FaultScenario | undefined,
  reply: Exchange["reply"],
): Exchange {
  const cluster = place !== null && "cluster" in place ? place.cluster : null;
  // By the cloud's own clock, which clients compare theirs with.
  const headers = { ...cloud.requestIdHeaders(requestId, match), date: new Date(now).toUTCString() };
  return { request, requestId, headers, match, account: place?.account ?? null, cluster, fault, reply };
}

function answer(
  cloud: Cloud,
  call: Context & Pick<Call, "accounts">,
  { route, params }: Match,
  place: Place,
  fault: FaultScenario | undefined,
): Reply | { readonly literal: ResponseScenario } {
  const { account } = place;
  if (typeof fault?.kind === "number") return cloud.failure(call, fault.kind, fault.retryAfter);
  const cluster = "cluster" in place ? place.cluster : null;
  const literal = cluster?.responses[route.action] ?? account.responses[route.action];
  if (literal !== undefined) return { literal };
  if (route.upgradeApi && account.upgradeApi === "absent") return cloud.unknownCall(call);
  if (route.upgradeApi && account.upgradeApi === "closed") return cloud.closed(call, route.action);
  if ("missing" in place) return place.missing;
  const full: Call = { ...call, account, params };
  if (typeof route.reply === "function") return route.reply(full);
  if (cluster === null) throw new Error(`${route.action} is about a cluster, but its path names none`);
  if (route.reply.service === "css" && cluster.service === "css")
    return route.reply.cluster({ ...full, cluster });
  if (route.reply.service !== "css" && cluster.service !== "css")
    return route.reply.cluster({ ...full, cluster });
  throw new Error(`${route.action} was led to a cluster of ${cluster.service}`);
}

/** The services ignore parameters that they do not have; a client that sends one has a mistake all the same. */
function warnOfQuery(statistics: Statistics, request: RawRequest, match: Match): void {
  for (const [name] of request.query)
    if (!match.route.query.includes(name))
      note(statistics, "warning", request, match, `${match.route.action} has no query parameter ${name}`);
}

function note(
  statistics: Statistics,
  severity: "refused" | "warning",
  { method, target }: RawRequest,
  match: Match | null,
  reason: string,
): void {
  statistics.reject({ severity, method, target, action: match?.route.action ?? null, reason });
}
