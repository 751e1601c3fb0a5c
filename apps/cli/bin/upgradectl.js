#!/usr/bin/env node
// Plain old syntax on purpose: this file must be understood by every Node, to say which one is needed.
var parts = process.versions.node.split(".");
var major = Number(parts[0]);
var minor = Number(parts[1]);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    "upgradectl needs Node.js 22.19 or newer; this is Node.js " +
      process.versions.node +
      " (" +
      process.execPath +
      ").\nInstall a newer Node.js, or run it with one: npx -y -p node@24 -p upgradectl upgradectl\n",
  );
  process.exit(5);
} else {
  cacheCompiledCode();
  require("../dist/main.cjs");
}

// The program starts in half the time where V8 finds what it compiled before. In a folder of the user's own: who can write
// to it decides what code runs. NODE_COMPILE_CACHE names another, NODE_DISABLE_COMPILE_CACHE=1 switches it off.
function cacheCompiledCode() {
  var env = process.env;
  var path = require("node:path");
  var home = process.platform === "win32" ? env.LOCALAPPDATA : env.HOME;
  if (!home || !path.isAbsolute(home) || !require("node:fs").existsSync(home)) return;
  var asked = process.platform !== "win32" && env.XDG_CACHE_HOME;
  var caches = asked && path.isAbsolute(asked) ? asked : path.join(home, ".cache");
  var folder = path.join(caches, "upgradectl");
  // Made here: in a folder where nothing can be made, Node's own attempt goes on for ever (24.21).
  if (isFolder(caches) && isFolder(folder)) require("node:module").enableCompileCache(folder);
}

function isFolder(folder) {
  var fs = require("node:fs");
  try {
    fs.mkdirSync(folder, { mode: 448 });
    return true;
  } catch (_) {
    // It is there, or cannot be made.
  }
  try {
    return isOwn(fs.statSync(folder));
  } catch (_) {
    return false;
  }
}

// Nobody else's, and not one in which everybody may write.
function isOwn(stat) {
  if (!stat.isDirectory()) return false;
  return process.platform === "win32" || (stat.uid === process.getuid() && (stat.mode & 2) === 0);
}
