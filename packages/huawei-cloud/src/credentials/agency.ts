import { ConfigurationError } from "@upgradectl/provider-sdk";
import type { HuaweiConfig } from "../config.ts";
import { type Environment, findVariable } from "../environment.ts";
import { cleanName } from "./clean-text.ts";

/** An agency that some account entrusts to the identity at hand. */
export interface Agency {
  readonly name: string;
  /** The account that made the agency. */
  readonly domain: { readonly name: string } | { readonly id: string };
  /** How long a key of it lives; IAM's default is 900. */
  readonly durationSeconds?: number;
}

const shortest = 900;
const longest = 86_400;

/** The agency to assume, from the config, else under Terraform's names; throws a `ConfigurationError` where it cannot work. */
export function findAgency(config: HuaweiConfig, env: Environment): Agency | undefined {
  const written = config.assumeAgency;
  if (written !== undefined)
    return assemble(written.agencyName, written.domainName, written.domainId, written.durationSeconds, {
      name: "`assumeAgency.agencyName`",
      domainName: "`assumeAgency.domainName`",
      domainId: "`assumeAgency.domainId`",
    });
  const name = findVariable(env, ["HW_ASSUME_ROLE_AGENCY_NAME"]);
  if (name === undefined) return undefined;
  const duration = findVariable(env, ["HW_ASSUME_ROLE_DURATION"]);
  return assemble(
    name[1],
    findVariable(env, ["HW_ASSUME_ROLE_DOMAIN_NAME"])?.[1],
    findVariable(env, ["HW_ASSUME_ROLE_DOMAIN_ID"])?.[1],
    duration === undefined ? undefined : parseDuration(duration[1]),
    {
      name: name[0],
      domainName: "HW_ASSUME_ROLE_DOMAIN_NAME",
      domainId: "HW_ASSUME_ROLE_DOMAIN_ID",
    },
  );
}

/** What the parts are called where they are written. */
interface Labels {
  readonly name: string;
  readonly domainName: string;
  readonly domainId: string;
}

function assemble(
  agencyName: string,
  domainName: string | undefined,
  domainId: string | undefined,
  durationSeconds: number | undefined,
  labels: Labels,
): Agency {
  const name = clean(agencyName, labels.name);
  if (name === undefined) throw fault(`${labels.name} is blank`, "Name the agency.");
  const domain = assembleDomain(domainName, domainId, labels);
  return { name, domain, ...(durationSeconds === undefined ? {} : { durationSeconds }) };
}

function assembleDomain(
  domainName: string | undefined,
  domainId: string | undefined,
  labels: Labels,
): Agency["domain"] {
  const name = clean(domainName, labels.domainName);
  const id = clean(domainId, labels.domainId);
  if (name !== undefined && id !== undefined)
    throw fault(
      `${labels.domainName} and ${labels.domainId} are both set`,
      "Keep one: each names the account that made the agency.",
    );
  if (name !== undefined) return { name };
  if (id !== undefined) return { id };
  throw fault(
    `${labels.name} names an agency, but not the account that made it`,
    `Set ${labels.domainName} or ${labels.domainId} too.`,
  );
}

function clean(value: string | undefined, label: string): string | undefined {
  const text = cleanName(value);
  if (text !== null) return text;
  throw fault(`${label} holds a line break or another control character`, "Write the bare name.");
}

function parseDuration(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= shortest && seconds <= longest) return seconds;
  throw fault(
    `HW_ASSUME_ROLE_DURATION is ${JSON.stringify(text)}, not a number of seconds from ${shortest} to ${longest}`,
    "Mend it, or unset it.",
  );
}

function fault(message: string, hint: string): ConfigurationError {
  return new ConfigurationError(message, { hint, pointer: "/assumeAgency" });
}
