/** Where the program's version is written outside of its package file: what comes before it, in each file. */
export const versionPlaces: Readonly<Record<string, readonly RegExp[]>> = {
  "apps/action/action.yml": [/(?<=\n {2}version:\n.*\n {4}default: )/],
  "apps/action/README.md": [/(?<=\n {4}version: )/],
  "apps/cli/Dockerfile": [/(?<=\nARG VERSION=)/, /(?<=--build-arg VERSION=)/, /(?<=\bupgradectl:)/],
  "docs/ci.md": [/(?<=\bnpx -y upgradectl@)/, /(?<=\/upgradectl:)/],
};

const version = /\d+\.\d+\.\d+(?:-[0-9a-z.-]*[0-9a-z])?/;

/** The file with this version at each of its places; a place that is not there any more is an error. */
export function writeVersion(file: string, text: string, next: string): string {
  return (versionPlaces[file] ?? []).reduce((changed, place) => {
    const pattern = new RegExp(place.source + version.source, "g");
    if (changed.search(pattern) === -1)
      throw new Error(
        `${file} has no version where one was expected (${place.source}); mend release/version-places.ts`,
      );
    return changed.replace(pattern, next);
  }, text);
}
