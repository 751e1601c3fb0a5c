import { ConfigurationError, type ConnectContext } from "@upgradectl/provider-sdk";
import { type Config, isRegion } from "./config.ts";

export interface Endpoint {
  readonly baseUrl: string;
  /** Null where only `endpoint` is known: clusters are read one by one then, because listing needs a region. */
  readonly region: string | null;
}

/** Names of the official SDK, of aliyun-cli and of Terraform; the bare `REGION` may belong to anybody. */
const regionVariables = [
  "ALIBABA_CLOUD_REGION_ID",
  "ALIBABACLOUD_REGION_ID",
  "ALICLOUD_REGION",
  "ALICLOUD_REGION_ID",
] as const;

export function resolveEndpoint({ config, env }: Pick<ConnectContext<Config>, "config" | "env">): Endpoint {
  const region = config.region ?? regionOfEnvironment(env);
  if (config.endpoint) return { baseUrl: config.endpoint, region };
  if (region === null)
    throw new ConfigurationError("the region of the clusters is not known", {
      hint: `Add \`region: cn-hangzhou\` (the clusters' own), or set ${regionVariables[0]}.`,
      pointer: "/region",
    });
  return { baseUrl: `https://cs.${region}.aliyuncs.com`, region };
}

function regionOfEnvironment(env: Readonly<Record<string, string | undefined>>): string | null {
  for (const variable of regionVariables) {
    const region = env[variable]?.trim();
    if (!region) continue;
    if (isRegion(region)) return region;
    throw new ConfigurationError(`${variable} is no region id: ${JSON.stringify(region)}`, {
      hint: "A region id looks like cn-hangzhou.",
      pointer: "/region",
    });
  }
  return null;
}
