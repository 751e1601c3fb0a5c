#!/usr/bin/env node
// Plain old syntax on purpose: this file must be understood by every Node, to say which one is needed.
var parts = process.versions.node.split(".");
var major = Number(parts[0]);
var minor = Number(parts[1]);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    "create-upgradectl-provider needs Node.js 22.19 or newer; this is Node.js " +
      process.versions.node +
      " (" +
      process.execPath +
      ").\n",
  );
  process.exit(5);
} else {
  import("../dist/main.js");
}
