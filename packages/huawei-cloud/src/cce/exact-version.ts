import type { Observation } from "@upgradectl/provider-sdk";
import type { Cluster, UpgradeInfo } from "./responses.ts";

const exact = /^v?\d+\.\d+\.\d+-r\d+$/i;

/**
 * The version of a cluster, from the source read last to the one that says least: upgrade info (release and patch),
 * `legacyVersion`, `version`, which is only the minor line since 1.21. The first that names a version decides; where it
 * names only a part of it, the first whole version that begins with that part does.
 */
export function findVersion(
  { spec }: Cluster,
  info: UpgradeInfo | null,
): Pick<Observation, "version" | "versionIsPartial"> {
  const versions = [joinRelease(info), spec.legacyVersion, spec.version].flatMap((source) =>
    source !== null && /^v?\d/i.test(source) ? source : [],
  );
  const [first] = versions;
  if (first === undefined) return { version: null };
  const whole = versions.find((version) => exact.test(version) && beginsWith(version, first));
  return whole === undefined ? { version: first, versionIsPartial: true } : { version: whole };
}

/** `v1.34.8` and `r2` are `v1.34.8-r2`; either may be missing, and the release may have the patch already. */
function joinRelease(info: UpgradeInfo | null): string | null {
  const { release, patch } = info?.spec.versionInfo ?? { release: null, patch: null };
  if (release === null) return patch !== null && exact.test(patch) ? patch : null;
  if (patch === null || /-r\d+$/i.test(release)) return release;
  const joined = `${release}-${patch.replace(/^-/, "")}`;
  return exact.test(joined) ? joined : release;
}

/** True where a version has all components of `part`, in their order. */
export function beginsWith(version: string, part: string): boolean {
  const components = (text: string) => text.replace(/^v/i, "").split(/[.-]/);
  const whole = components(version);
  return components(part).every((component, index) => component === whole[index]);
}
