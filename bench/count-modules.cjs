// Loaded before a program (`--require`): at its end it tells how many files of JavaScript were loaded.
"use strict";
const { writeSync } = require("node:fs");
const { registerHooks } = require("node:module");

const urls = new Set();
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith("file:")) urls.add(url);
    return nextLoad(url, context);
  },
});
process.on("exit", () => writeSync(3, `${urls.size}`));
