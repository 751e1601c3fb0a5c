import type { Plugin } from "rolldown";

/** What a file requires is loaded at its first use: cryptography alone takes 7 ms, and a validation needs none. */
export const lazyRequires: Plugin = {
  name: "lazy-requires",
  renderChunk(code) {
    let lazy = code;
    for (const [whole, name, module] of code.matchAll(/\b(\w+) = require\("([^"]+)"\)/g)) {
      // Where it is more than the holder of its members, it is needed at once; so is what every file begins with. Inside of
      // bundled CommonJS another variable may have the name.
      const isHolder = !new RegExp(`\\b${name}\\b(?! = require|\\.)`).test(lazy);
      const isOne = lazy.match(new RegExp(`\\b${name} = `, "g"))?.length === 1;
      if (!isHolder || !isOne || module?.startsWith("./rolldown-runtime")) continue;
      const members = lazy.replaceAll(new RegExp(`\\b${name}\\.`, "g"), `${name}.all.`);
      lazy = members.replace(whole, `${name} = $later(() => require("${module}"))`);
    }
    return lazy === code ? code : `${helper}${lazy}`;
  },
};

/** Named as nobody names anything: it stands among all that the file declares. */
const helper = `function $later(load) {
	return { get all() {
		const value = load();
		Object.defineProperty(this, "all", { value });
		return value;
	} };
}
`;
