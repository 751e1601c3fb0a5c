import type { Named } from "./access-key.ts";
import { profileModes, signInHint } from "./profile-modes.ts";
import { findText } from "./role.ts";
import type { SignInSettings } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import type { NamedWay, Way } from "./way.ts";

export type Profile = Readonly<Record<string, unknown>>;

/** Modes that cannot work here, and why. */
const explained: ReadonlyMap<string, string> = new Map([
  ["cloudsso", "signs in with a browser"],
  ["oauth", "signs in with a browser and keeps its tokens by writing them back into the file"],
  ["rsakeypair", "is for a key pair, which the vendor offers for one region only"],
  ["bearertoken", "is for services that ACK is not one of"],
  ["anonymous", "signs nothing"],
]);

/** The profile of that name; undefined where it is there but has nothing in it. */
export function readProfile(
  profiles: readonly Profile[],
  name: string,
  settings: SignInSettings,
): NamedWay | undefined {
  const way = readNamed(profiles, name, settings, []);
  return way === undefined ? undefined : { way, source: labelOf(name) };
}

/** `before`: the profiles that led here. */
function readNamed(
  profiles: readonly Profile[],
  name: string,
  settings: SignInSettings,
  before: readonly string[],
): Way | undefined {
  const chain = [...before, name];
  if (before.includes(name)) throw circle(chain);
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile === undefined)
    throw cannotSignIn(
      `${labelOf(before.at(-1) ?? name)} has the source_profile ${JSON.stringify(name)}, which does not exist`,
      "Correct source_profile, or add the profile with `aliyun configure`.",
    );
  const label = labelOf(name);
  const part = (key: string): Named => [
    `${key} of ${label}`,
    Object.hasOwn(profile, key) ? profile[key] : undefined,
  ];
  const mode = findText(part("mode")) ?? "";
  const read = profileModes.get(mode.toLowerCase());
  const readOther = (other: string) => readNamed(profiles, other, settings, chain);
  if (read !== undefined) return read({ label, settings, part, readOther });
  const reason = explained.get(mode.toLowerCase()) ?? "is not known";
  throw cannotSignIn(`${label} has the mode ${JSON.stringify(mode)}, which ${reason}`, signInHint);
}

function circle(chain: readonly string[]) {
  return cannotSignIn(
    `the profiles of ~/.aliyun/config.json go round in a circle: ${chain.map((name) => JSON.stringify(name)).join(" → ")}`,
    "Let one of them have a key of its own.",
  );
}

function labelOf(name: string): string {
  return `profile ${JSON.stringify(name)} of ~/.aliyun/config.json`;
}
