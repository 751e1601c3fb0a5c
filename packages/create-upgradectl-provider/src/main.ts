// The only file that touches the process.
import { create } from "./create.ts";
import { openDialog } from "./dialog.ts";

const { stdin, stdout, stderr, env } = process;
const isCi = env.CI !== undefined && !["", "0", "false"].includes(env.CI);
const canAsk = stdin.isTTY === true && stderr.isTTY === true && !isCi;

process.exitCode = await create({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  write: (text) => void stdout.write(text),
  writeError: (text) => void stderr.write(text),
  ...(canAsk ? { openDialog: () => openDialog(stdin, stderr) } : {}),
});
