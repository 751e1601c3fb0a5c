const exact = /^(v\d+\.(\d+))(?:\.(\d+))?(?:-(r(\d+)))?/;

/** `spec.version`: since 1.21 only the minor line (`v1.29`), for older clusters all of it. */
export function minorLine(version: string): string {
  const [, line, minor] = exact.exec(version) ?? [];
  return line === undefined || Number(minor) < 21 ? version : line;
}

/** `cce.X.Y`, counted anew for each minor line. */
export function platformVersion(version: string): string {
  const [, , , patch = "0", , revision = "0"] = exact.exec(version) ?? [];
  return `cce.${patch}.${revision}`;
}

/** `v1.29.8-r4` as upgradeinfo has it: release `v1.29.8`, patch `r4`. */
export function releaseAndPatch(version: string): { readonly release: string; readonly patch: string } {
  const [release = version, ...patch] = version.split("-");
  return { release, patch: patch.join("-") };
}
