// What Node.js runs in the executable: the files of `dist`, which are inside, with what V8 compiled of them as they ran before.
const { getRawAsset } = require("node:sea");
const { Script } = require("node:vm");

const modules = new Map();

function load(name) {
  if (!name.startsWith("./")) return require(name);
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  const file = name.replace("./", "dist/");
  const script = new Script(read(file).toString("latin1"), {
    filename: file,
    cachedData: read(`${file}.cache`),
  });
  const run = script.runInThisContext();
  // A file in another script can import nothing: it is done here.
  run(module.exports, load, module, __filename, true, (url) => import(url));
  return module.exports;
}

function read(name) {
  return Buffer.from(getRawAsset(name));
}

load("./main.cjs");
