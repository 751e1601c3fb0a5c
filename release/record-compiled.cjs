// `node record-compiled.cjs FOLDER WORD..`: runs executable-main.cjs with these words on the files of a folder, and writes what
// V8 has compiled of each file of `dist` by then beside it: a start then compiles nothing. Run by executable.ts.
const { readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script, compileFunction } = require("node:vm");

const [folder] = process.argv.splice(2, 1);
const scripts = new Map();

class RecordedScript extends Script {
  constructor(code, { filename }) {
    super(code, { filename });
    scripts.set(filename, this);
  }
}

const read = (name) => (name.endsWith(".cache") ? Buffer.alloc(0) : readFileSync(join(folder, name)));
const instead = {
  "node:sea": { getRawAsset: read, getAsset: (name) => read(name).toString("utf8") },
  "node:vm": { Script: RecordedScript },
};

process.on("exit", () => {
  for (const entry of readdirSync(join(folder, "dist"))) {
    const name = `dist/${entry}`;
    if (!name.endsWith(".cjs")) continue;
    const script = scripts.get(name) ?? new Script(read(name).toString("latin1"), { filename: name });
    writeFileSync(join(folder, `${name}.cache`), script.createCachedData());
  }
});

const main = readFileSync(join(__dirname, "executable-main.cjs"), "utf8");
const run = compileFunction(main, ["require", "__filename"]);
run((name) => instead[name] ?? require(name), process.execPath);
