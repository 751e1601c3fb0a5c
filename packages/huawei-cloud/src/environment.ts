export type Environment = Readonly<Record<string, string | undefined>>;

/** In order of precedence: the official SDKs' name, then Terraform's, then OpenStack's, to which Terraform falls back. */
export const projectIdNames: readonly string[] = [
  "HUAWEICLOUD_SDK_PROJECT_ID",
  "HW_PROJECT_ID",
  "OS_PROJECT_ID",
];
export const regionNames: readonly string[] = ["HW_REGION_NAME", "OS_REGION_NAME"];
export const iamEndpointNames: readonly string[] = [
  "HUAWEICLOUD_SDK_IAM_ENDPOINT",
  "HW_AUTH_URL",
  "OS_AUTH_URL",
];

/** The first of the variables that is set and not blank, with its name. */
export function findVariable(env: Environment, names: readonly string[]): [string, string] | undefined {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== "") return [name, value];
  }
  return undefined;
}
