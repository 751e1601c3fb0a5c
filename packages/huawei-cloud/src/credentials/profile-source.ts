import { parse } from "ini";
import { type Environment, findVariable } from "../environment.ts";
import { isPlainId } from "../ids.ts";
import { type Clean, cleanName, cleanSecret, describeDirt } from "./clean-text.ts";
import { type ReadFile, readTextFile } from "./read-secret-file.ts";
import { type Absence, type CredentialSource, type Found, type Grant, unusable } from "./source.ts";

const defaultPath = "~/.huaweicloud/credentials";
const pathNames = ["HUAWEICLOUD_SDK_CREDENTIALS_FILE"];
const section = "basic";

/** The profile file of the official SDKs (keys: vendor's SDK for Python 3.1.211). */
export function profileSource(env: Environment, readFile: ReadFile): CredentialSource {
  const path = findVariable(env, pathNames)?.[1] ?? defaultPath;
  return {
    place: `the profile file ${path}`,
    find: async () => {
      const text = await readTextFile(readFile, path);
      return text === undefined ? { note: "no such file" } : findInProfile(text, path);
    },
  };
}

/** Throws a `ProviderError` that names the file and the key, never what stands there. */
export function findInProfile(text: string, path: string): Found | Absence {
  const sections: Readonly<Record<string, unknown>> = parse(text.replace(/^\uFEFF/, ""));
  const basic = sections[section];
  if (typeof basic !== "object" || basic === null || Array.isArray(basic)) {
    if (Object.keys(sections).every((name) => typeof sections[name] === "object"))
      return { note: `it has no section [${section}]` };
    throw unusable({
      message: `${path} is no profile file: it has lines outside of a section`,
      hint: `Put \`ak = ...\` and \`sk = ...\` under a line [${section}].`,
    });
  }
  return assemble(new Profile(basic, path));
}

function assemble(profile: Profile): Found | Absence {
  const grant = readGrant(profile);
  if (grant === undefined) return { note: `its section [${section}] has neither \`ak\` nor \`idp_id\`` };
  const projectId = profile.read("project_id", cleanSecret);
  if (projectId !== undefined && !isPlainId(projectId)) throw profile.fault("project_id", "is no project id");
  const iamEndpoint = profile.read("iam_endpoint", cleanSecret);
  return {
    grant,
    source: `file ${profile.path}`,
    ...(projectId === undefined ? {} : { projectId }),
    ...(iamEndpoint === undefined ? {} : { iamEndpoint }),
  };
}

/** The SDKs take the id token first, where both of its parts are there. */
function readGrant(profile: Profile): Grant | undefined {
  const idpId = profile.read("idp_id", cleanSecret);
  const idTokenFile = profile.read("id_token_file", cleanName);
  if (idpId !== undefined && idTokenFile !== undefined)
    return { kind: "id-token", idToken: { idpId, idTokenFile } };
  const accessKeyId = profile.read("ak", cleanSecret);
  const secretAccessKey = profile.read("sk", cleanSecret);
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    const securityToken = profile.read("security_token", cleanSecret);
    const temporary = securityToken === undefined ? {} : { securityToken };
    return { kind: "credentials", credentials: { accessKeyId, secretAccessKey, ...temporary } };
  }
  if (accessKeyId !== undefined) throw profile.fault("sk", "is missing; a key needs both `ak` and `sk`");
  if (secretAccessKey !== undefined) throw profile.fault("ak", "is missing; a key needs both `ak` and `sk`");
  if (idpId !== undefined)
    throw profile.fault("id_token_file", "is missing; an id token needs both it and `idp_id`");
  if (idTokenFile !== undefined)
    throw profile.fault("idp_id", "is missing; an id token needs both it and `id_token_file`");
  return undefined;
}

/** One section, whose keys may be written in any case. */
class Profile {
  readonly path: string;
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: object, path: string) {
    this.path = path;
    this.#values = new Map(Object.entries(values).map(([key, value]) => [key.trim().toLowerCase(), value]));
  }

  /** Undefined where there is no such key, or nothing behind it. */
  read(key: string, clean: Clean): string | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    if (value === true) throw this.fault(key, "has no `=` and no value");
    if (typeof value !== "string") throw this.fault(key, "is no plain text");
    const text = clean(value);
    if (text === null) throw this.fault(key, describeDirt(clean));
    return text;
  }

  fault(key: string, what: string): Error {
    return unusable({
      message: `${this.path}: \`${key}\` in [${section}] ${what}`,
      hint: `Mend \`${key}\` in ${this.path}.`,
    });
  }
}
