import { isRegion } from "../config.ts";
import type { Named } from "./access-key.ts";
import { isSwitchedOn, readVariable, type SignInSettings } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import type { Role } from "./way.ts";

/** A role under the names that the environment, a profile or a section has for its parts. */
export interface RoleParts {
  readonly roleArn: Named;
  readonly sessionName?: Named;
  readonly durationSeconds?: Named;
  readonly policy?: Named;
  readonly externalId?: Named;
  readonly stsEndpoint?: Named;
  readonly stsRegion?: Named;
  readonly isVpc?: boolean;
}

/** STS gives no key for less (AssumeRole, 2015-04-01). */
const shortestSeconds = 900;
const defaultSeconds = 3600;

/** Throws where a part cannot be used. What is left out has the defaults of the official SDK. */
export function readRole(parts: RoleParts, settings: SignInSettings): Role {
  return {
    roleArn:
      findText(parts.roleArn) ??
      readVariable(settings.env, "ALIBABA_CLOUD_ROLE_ARN") ??
      requireText(parts.roleArn),
    sessionName:
      findText(parts.sessionName) ??
      readVariable(settings.env, "ALIBABA_CLOUD_ROLE_SESSION_NAME") ??
      "upgradectl",
    durationSeconds: readDuration(parts.durationSeconds),
    policy: findText(parts.policy),
    externalId: findText(parts.externalId),
    stsUrl: findStsUrl(parts, settings),
  };
}

export function requireText(part: Named): string {
  const text = findText(part);
  if (text !== undefined) return text;
  throw cannotSignIn(`${part[0]} is missing`, `Set ${part[0]}, or sign in another way.`);
}

export function findText(part: Named | undefined): string | undefined {
  const [name, value] = part ?? ["", undefined];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value.trim() || undefined;
  throw cannotSignIn(`${name} is not a text`, "Write it as a text.");
}

function readDuration(part: Named | undefined): number {
  const [name, value] = part ?? ["", undefined];
  const isLeftOut = value === undefined || value === null || value === 0 || value === "" || value === "0";
  if (isLeftOut) return defaultSeconds;
  const isDigits = typeof value === "number" || (typeof value === "string" && /^\s*\d{1,9}\s*$/.test(value));
  const seconds = isDigits ? Number(value) : Number.NaN;
  if (Number.isInteger(seconds) && seconds >= shortestSeconds) return seconds;
  throw cannotSignIn(
    `${name} is no number of seconds from ${shortestSeconds}`,
    `Write ${defaultSeconds}, or leave it out.`,
  );
}

/** The configuration's endpoint, else what the profile says, else the environment, else the central endpoint. */
function findStsUrl({ stsEndpoint, stsRegion, isVpc }: RoleParts, { config, env }: SignInSettings): string {
  if (config.stsEndpoint) return config.stsEndpoint;
  const endpoint = findText(stsEndpoint);
  if (endpoint !== undefined) return /^[a-z]+:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`;
  const variable = "ALIBABA_CLOUD_STS_REGION";
  const own = findText(stsRegion);
  const region = own ?? readVariable(env, variable);
  if (region === undefined) return "https://sts.aliyuncs.com";
  if (!isRegion(region))
    throw cannotSignIn(
      `${own === undefined ? variable : stsRegion?.[0]} is no region id`,
      "A region id looks like cn-hangzhou.",
    );
  const isInVpc = isVpc === true || isSwitchedOn(env, "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
  return `https://${isInVpc ? "sts-vpc" : "sts"}.${region}.aliyuncs.com`;
}
