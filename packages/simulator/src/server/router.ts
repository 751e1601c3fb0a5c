import type { Cloud, Match, Route } from "../clouds/cloud.ts";
import type { World } from "../scenario/world.ts";
import type { RawRequest } from "./raw-request.ts";

export interface Routed {
  readonly cloud: Cloud;
  readonly match: Match;
}

/** `wrongMethod`: the path is there, but not for this method. */
export type RoutingResult = Routed | { readonly wrongMethod: boolean };

interface Entry {
  readonly cloud: Cloud;
  readonly route: Route;
  readonly template: readonly string[];
}

/** Finds the call of any cloud by method and path. The clouds' paths have nothing in common. */
export function createRouter(clouds: readonly Cloud[], world: World): (request: RawRequest) => RoutingResult {
  const entries: readonly Entry[] = clouds.flatMap((cloud) =>
    [...cloud.routes, ...cloud.routesOf(world)].map((route) => ({
      cloud,
      route,
      template: route.path.split("/").slice(1),
    })),
  );
  return (request) => {
    const { method, segments } = request;
    let wrongMethod = false;
    for (const { cloud, route, template } of entries) {
      const params = matchPath(template, segments);
      if (params === null || route.accepts?.(request) === false) continue;
      if (route.method === method) return { cloud, match: { route, params } };
      wrongMethod = true;
    }
    return { wrongMethod };
  };
}

function matchPath(template: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (template.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{") && segment !== "") params[part.slice(1, -1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}
