import { ConfigurationError } from "@upgradectl/provider-sdk";
import { regionPattern, serviceUrl } from "./endpoints.ts";
import { findVariable, iamEndpointNames, projectIdNames, regionNames } from "./environment.ts";
import type { HuaweiContext } from "./huawei-context.ts";
import type { IamAddress } from "./iam.ts";
import { isPlainId } from "./ids.ts";

type Context = Pick<HuaweiContext, "config" | "env">;

/** The region; throws a `ConfigurationError` where the environment's is none. */
export function findRegion({ config, env }: Context): string | undefined {
  if (config.region !== undefined) return config.region;
  const found = findVariable(env, regionNames);
  if (found === undefined) return undefined;
  const [name, region] = found;
  if (new RegExp(regionPattern).test(region)) return region;
  throw new ConfigurationError(`${name} is ${JSON.stringify(region)}, which is no region id`, {
    hint: "Set `region` to an id such as cn-north-4.",
    pointer: "/region",
  });
}

export function findServiceUrl(context: Context, service: string): string {
  if (context.config.endpoint !== undefined) return context.config.endpoint;
  const region = findRegion(context);
  if (region !== undefined) return serviceUrl(service, region);
  throw new ConfigurationError("there is no region, and no endpoint in its place", {
    hint: "Set `region` to an id such as cn-north-4, or set HW_REGION_NAME.",
    pointer: "/region",
  });
}

/** The project that config or environment name; throws a `ConfigurationError` where the environment's is none. */
export function findProjectId({ config, env }: Context): string | undefined {
  if (config.projectId !== undefined) return config.projectId;
  const found = findVariable(env, projectIdNames);
  if (found === undefined) return undefined;
  const [name, projectId] = found;
  if (isPlainId(projectId)) return projectId;
  throw new ConfigurationError(`${name} is ${JSON.stringify(projectId)}, which is no project id`, {
    hint: "A project id has letters, digits, and the signs . _ - only.",
    pointer: "/projectId",
  });
}

/** Where IAM is: as config or environment say, else as the profile does, else in the region. */
export function findIamAddress(context: Context, profile?: string): IamAddress | undefined {
  const { config, env } = context;
  const written = config.iamEndpoint ?? findVariable(env, iamEndpointNames)?.[1] ?? profile;
  if (written !== undefined) return { baseUrl: cutVersion(written), pointer: "/iamEndpoint" };
  const region = findRegion(context);
  return region === undefined ? undefined : { baseUrl: serviceUrl("iam", region), pointer: "/region" };
}

/** Terraform's `auth_url` ends in the version of the API. */
function cutVersion(url: string): string {
  return url.replace(/\/v3\/?$/, "");
}
