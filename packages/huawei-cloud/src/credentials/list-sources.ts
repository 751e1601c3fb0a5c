import { findVariable } from "../environment.ts";
import type { HuaweiContext } from "../huawei-context.ts";
import { configPlace, findInConfig } from "./config-source.ts";
import { environmentPlace, findInEnvironment } from "./environment-source.ts";
import { kooCliSource } from "./koocli-source.ts";
import { metadataSource } from "./metadata-source.ts";
import { hasPodIdentity, podIdentitySource } from "./pod-identity-source.ts";
import { profileSource } from "./profile-source.ts";
import { type Absence, type CredentialSource, type Found, isFound } from "./source.ts";

export interface Sources {
  readonly sources: readonly CredentialSource[];
  /** What config or environment hold; undefined where it takes more than a look to know. */
  readonly local: Found | undefined;
}

const metadataSwitch = "UPGRADECTL_METADATA_DISABLED";

/**
 * The places that may have credentials, in order, as in the default chain of the vendor's SDKs (Python 3.1.211), with
 * Terraform's variables among the environment's and the pod's identity, which the environment names too, right after.
 * The vendor's core for Node (3.1.211) is no help: of the chain it has the environment alone, and its own HTTP client
 * would send what no read declares.
 *
 * Opens the services that can be needed, and no others. Throws a `ConfigurationError` where the config's credentials
 * cannot work.
 */
export function listSources(context: HuaweiContext): Sources {
  const { config, env, readFile } = context;
  const written = findInConfig(config);
  const environment: CredentialSource = {
    place: environmentPlace,
    find: async () => findInEnvironment(env) ?? {},
  };
  const near = [{ place: configPlace, find: async () => written ?? {} }, environment];
  const local = written ?? lookInto(env);
  if (local !== undefined) return { sources: near, local: isFound(local) ? local : undefined };
  const pod = podIdentitySource(context);
  if (hasPodIdentity(env)) return { sources: [...near, pod], local: undefined };
  const files = [profileSource(env, readFile), kooCliSource(readFile)];
  return { sources: [...near, pod, ...files, openMetadata(context)], local: undefined };
}

/** An absence where the environment has something that is to be refused at the first read. */
function lookInto(env: HuaweiContext["env"]): Found | Absence | undefined {
  try {
    return findInEnvironment(env);
  } catch {
    return {};
  }
}

function openMetadata(context: HuaweiContext): CredentialSource {
  const value = findVariable(context.env, [metadataSwitch])?.[1] ?? "";
  if (!/^(?:1|true)$/i.test(value)) return metadataSource(context);
  const note = `switched off by ${metadataSwitch}`;
  return { place: "the server's metadata service", find: async () => ({ note }) };
}
