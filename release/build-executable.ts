// `pnpm executable [FILE]`: the program, Node.js and all that it reads as one file that needs nothing else on a machine.
import { resolve } from "node:path";
import { buildExecutable } from "./executable.ts";
import { workspace } from "./workspace.ts";

const file = resolve(workspace, process.argv[2] ?? "release/dist/upgradectl");
await buildExecutable(file);
console.log(file);
