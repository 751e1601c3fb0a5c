import { createRequire } from "node:module";

/** What the package made here needs, by name; and the version of this program. */
export interface Versions {
  readonly own: string;
  readonly rangeOf: (name: string) => string;
}

interface PackageFile {
  readonly version: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * The ranges are this package's own `devDependencies`: packing puts the versions there that the workspace had. Where it is
 * not packed, its neighbours are asked.
 */
export function readVersions(): Versions {
  const require = createRequire(import.meta.url);
  const { version, devDependencies = {} }: PackageFile = require("../package.json");
  return {
    own: version,
    rangeOf(name) {
      const range = devDependencies[name];
      if (range === undefined) throw new Error(`the versions of ${name} are not known`);
      if (/^\d/.test(range)) return `^${range}`;
      if (!/^(workspace|catalog):/.test(range)) return range;
      const neighbour: PackageFile = require(`${name}/package.json`);
      return `^${neighbour.version}`;
    },
  };
}
