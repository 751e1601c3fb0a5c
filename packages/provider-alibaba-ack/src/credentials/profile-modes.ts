import { type AccessKey, type Named, readKey } from "./access-key.ts";
import { findText, type RoleParts, readRole, requireText } from "./role.ts";
import type { SignInSettings } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import { splitCommand } from "./split-command.ts";
import type { Way } from "./way.ts";

/** One profile, while it is read. */
export interface ProfileReading {
  /** For messages. */
  readonly label: string;
  readonly settings: SignInSettings;
  readonly part: (key: string) => Named;
  /** The way of another profile of the file. */
  readonly readOther: (name: string) => Way | undefined;
}

type ReadMode = (reading: ProfileReading) => Way | undefined;

export const signInHint: string =
  "Sign in where the tool can: with an access key, a RAM role, or an External profile whose process_command prints a temporary key.";

/** Modes of aliyun-cli (2026) in lower case. A profile without one is taken by what it has, as there. */
export const profileModes: ReadonlyMap<string, ReadMode> = new Map<string, ReadMode>([
  ["", ({ part }) => keyWay(part, true)],
  ["ak", ({ part }) => keyWay(part, false)],
  ["ststoken", readStsToken],
  ["ramrolearn", (reading) => assume(keyWay(reading.part, false) ?? missingKey(reading), reading)],
  ["ecsramrole", ({ part }) => instanceRole(part)],
  ["ramrolearnwithrolename", (reading) => assume(instanceRole(reading.part), reading)],
  ["chainableramrolearn", (reading) => assume(readSource(reading), reading)],
  ["oidc", readOidc],
  ["external", readExternal],
  ["credentialsuri", ({ part }) => ({ kind: "uri", uri: requireText(part("credentials_uri")) })],
]);

/** The token of a key that is none of a temporary key was left behind by another mode: signed with it, all is refused. */
function keyWay(part: (key: string) => Named, takesToken: boolean): Way | undefined {
  const found = readKey({
    id: part("access_key_id"),
    secret: part("access_key_secret"),
    token: part("sts_token"),
  });
  if (found === undefined) return undefined;
  const { accessKeyId, accessKeySecret } = found;
  const key: AccessKey =
    takesToken || accessKeyId.startsWith("STS.") ? found : { accessKeyId, accessKeySecret };
  return { kind: "key", key };
}

function readStsToken({ part }: ProfileReading): Way | undefined {
  const way = keyWay(part, true);
  if (way?.kind === "key" && way.key.securityToken === undefined)
    throw cannotSignIn(
      `${part("access_key_id")[0]} is set, but ${part("sts_token")[0]} is not`,
      "A temporary key needs its token: get a new one.",
    );
  return way;
}

function missingKey({ part }: ProfileReading): never {
  throw cannotSignIn(
    `${part("access_key_id")[0]} and access_key_secret are missing`,
    "The key that assumes the role has to stand in the profile: run `aliyun configure`.",
  );
}

function instanceRole(part: (key: string) => Named): Way {
  return { kind: "instance-role", roleName: findText(part("ram_role_name")) };
}

function roleParts({ part }: ProfileReading): RoleParts {
  return {
    roleArn: part("ram_role_arn"),
    sessionName: part("ram_session_name"),
    durationSeconds: part("expired_seconds"),
    policy: part("policy"),
    externalId: part("external_id"),
    stsEndpoint: part("sts_endpoint"),
    stsRegion: part("sts_region"),
    isVpc: part("enable_vpc")[1] === true,
  };
}

function assume(from: Way, reading: ProfileReading): Way {
  return { kind: "assume-role", from, role: readRole(roleParts(reading), reading.settings) };
}

function readSource({ label, part, readOther }: ProfileReading): Way {
  const name = requireText(part("source_profile"));
  const way = readOther(name);
  if (way !== undefined) return way;
  throw cannotSignIn(
    `${label} needs the key of its source_profile ${JSON.stringify(name)}, which has none`,
    signInHint,
  );
}

function readOidc(reading: ProfileReading): Way {
  const { part, settings } = reading;
  const seconds = part("duration_seconds");
  const parts = roleParts(reading);
  return {
    kind: "assume-role-with-oidc",
    role: readRole(seconds[1] ? { ...parts, durationSeconds: seconds } : parts, settings),
    providerArn: requireText(part("oidc_provider_arn")),
    tokenFile: requireText(part("oidc_token_file")),
  };
}

/** Nothing of the command goes into a message: helpers are given tokens as arguments. */
function readExternal({ part, settings }: ProfileReading): Way {
  const [name] = part("process_command");
  const words = splitCommand(requireText(part("process_command")), settings.env.OS === "Windows_NT");
  if ("fault" in words)
    throw cannotSignIn(`${name} ${words.fault}`, "Write it as for a shell, with quotes around spaces.");
  const [program, ...args] = words;
  return { kind: "program", program, args };
}
