import type { CloudName } from "../scenario/world.ts";
import { ackRoutes } from "./alibaba/ack/routes.ts";
import { cceRoutes } from "./huawei/cce/routes.ts";
import { iamRoutes } from "./huawei/iam/routes.ts";

const routes = { huawei: [...iamRoutes, ...cceRoutes], alibaba: ackRoutes };

/** The names of a cloud's simulated calls, for faults and literal responses. */
export function actionsOf(cloud: CloudName): readonly string[] {
  return routes[cloud].map((route) => route.action);
}
