import { parse } from "ini";
import { type Named, readKey } from "./access-key.ts";
import { findText, readRole, requireText } from "./role.ts";
import { readVariable, type SignInSettings } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import { isRecord } from "./temporary-key.ts";
import type { NamedWay, Way } from "./way.ts";

export const defaultFile = "~/.alibabacloud/credentials";

/**
 * The section that `ALIBABA_CLOUD_PROFILE` names, else `default`. Undefined where the file has none of that name, or
 * nothing in it. Types as in the official SDK (@alicloud/credentials 2.4.7), those of its older reader among them.
 */
export function readCredentialsFile(
  text: string,
  file: string,
  settings: SignInSettings,
): NamedWay | undefined {
  const name = readVariable(settings.env, "ALIBABA_CLOUD_PROFILE") ?? "default";
  const section = findSection(parseFile(text, file), name);
  if (section === undefined) return undefined;
  const part = (key: string): Named => [
    `${key} in [${name}] of ${file}`,
    Object.hasOwn(section, key) ? section[key] : undefined,
  ];
  const way = readSection(part, settings, `[${name}] of ${file}`);
  return way === undefined ? undefined : { way, source: `section [${name}] of ${file}` };
}

/** The parser takes anything for lines and never complains; a file without a section has no place for a key. */
function parseFile(text: string, file: string): Readonly<Record<string, unknown>> {
  const parsed: Readonly<Record<string, unknown>> = parse(text.replace(/^\uFEFF/, ""));
  const values = Object.values(parsed);
  if (values.length === 0 || values.some(isRecord)) return parsed;
  throw cannotSignIn(
    `${file} has lines, but no section`,
    "Write a section like `[default]` above lines like `type = access_key`.",
  );
}

/** The parser nests a section where its name has a dot in it. */
function findSection(
  file: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  let section: unknown = file;
  for (const step of name.split("."))
    section = isRecord(section) && Object.hasOwn(section, step) ? section[step] : undefined;
  return isRecord(section) ? section : undefined;
}

function readSection(part: (key: string) => Named, settings: SignInSettings, place: string): Way | undefined {
  const type = findText(part("type"))?.toLowerCase();
  const readOwnKey = () =>
    readKey({ id: part("access_key_id"), secret: part("access_key_secret"), token: part("security_token") });
  const role = () =>
    readRole(
      {
        roleArn: part("role_arn"),
        sessionName: part("role_session_name"),
        durationSeconds: part("duration_seconds"),
        policy: part("policy"),
        externalId: part("external_id"),
      },
      settings,
    );
  if (type === undefined || type === "access_key" || type === "sts") {
    const key = readOwnKey();
    if (type === "sts" && key !== undefined && key.securityToken === undefined)
      throw cannotSignIn(`${part("security_token")[0]} is missing`, "A temporary key needs its token.");
    return key === undefined ? undefined : { kind: "key", key };
  }
  if (type === "ecs_ram_role") return { kind: "instance-role", roleName: findText(part("role_name")) };
  if (type === "ram_role_arn") {
    const key = readOwnKey();
    if (key === undefined)
      throw cannotSignIn(
        `${part("access_key_id")[0]} and access_key_secret are missing`,
        "The key that assumes the role has to stand beside it.",
      );
    return { kind: "assume-role", from: { kind: "key", key }, role: role() };
  }
  if (type === "oidc_role_arn")
    return {
      kind: "assume-role-with-oidc",
      role: role(),
      providerArn: requireText(part("oidc_provider_arn")),
      tokenFile: requireText(part("oidc_token_file_path")),
    };
  throw cannotSignIn(
    `${place} has the type ${JSON.stringify(type)}, which cannot be used here`,
    "Use access_key, sts, ecs_ram_role, ram_role_arn or oidc_role_arn.",
  );
}
