/** Region ids such as `cn-north-4`, `ap-southeast-1`, `my-kualalumpur-1`; a host name is built from it. */
export const regionPattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)+$";

/**
 * Base URL of a service (`cce`, `css`, `iam`) in a region, as in the region tables of the vendor's SDKs (Python 3.1.211,
 * August 2026), which two quirks come from: Cloud Search Service kept its old host `es` in two regions, and it alone
 * stays on `.com` in Dublin, whose other services are on `.eu`.
 */
export function serviceUrl(service: string, region: string): string {
  const host = service === "css" && elasticRegions.has(region) ? "es" : service;
  const domain =
    region.startsWith("eu-west-1") && service !== "css" ? "myhuaweicloud.eu" : "myhuaweicloud.com";
  return `https://${host}.${region}.${domain}`;
}

const elasticRegions: ReadonlySet<string> = new Set(["cn-north-1", "cn-east-2"]);
