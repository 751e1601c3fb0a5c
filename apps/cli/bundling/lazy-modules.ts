import type { Plugin } from "rolldown";

export const lazyFile: RegExp = /[/\\]core[/\\]dist[/\\]lazy-modules\.js$/;

/** core loads some modules when they are needed. Here they are in the bundle, which is told so by a bare `require`. */
export const lazyModules: Plugin = {
  name: "lazy-modules",
  transform: {
    filter: { id: lazyFile },
    handler(code) {
      const bare = code.replace(/^const require = createRequire\(import\.meta\.url\);$/m, "");
      if (bare === code) throw new Error("lazy-modules.js makes no `require` of its own any more");
      return bare;
    },
  },
};
