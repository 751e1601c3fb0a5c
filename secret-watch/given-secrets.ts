import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, relative } from "node:path";
import { type Secrets, secretsOfEnvironment, secretsOfText } from "./secrets.ts";

/** What a process is started with. */
export interface Start {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin?: string;
}

const largest = 16 * 1024 * 1024;
const mostFiles = 200;
const code = new Set([".js", ".mjs", ".cjs", ".ts", ".sh", ".py"]);
const skipped = new Set(["node_modules", ".cache", ".npm"]);
/** A report tells what others wrote; what stands in it was put out by a run that was watched. */
const isReport = /"formatVersion"\s*:/;
const isData = /^(\.(ya?ml|json|ini|env|toml|cfg|conf|csv))?$/;

/** The secrets that a process is handed: in its environment, the manifests and files of credentials around it, its input. */
export function secretsGivenTo({ env, cwd, stdin = "" }: Start): Secrets {
  const found = new Map(secretsOfEnvironment(env, read));
  const addAll = (secrets: Secrets) => {
    for (const [value, name] of secrets) found.set(value, name);
  };
  addAll(secretsOfText(stdin));
  for (const folder of new Set([cwd, env.HOME ?? ""]))
    if (isOwnFolder(folder)) for (const secrets of secretsIn(folder)) addAll(secrets);
  return found;
}

/** One that a test made; the folder of all temporary ones, and the repository, are everybody's. */
function isOwnFolder(folder: string): boolean {
  try {
    const path = relative(realpathSync(tmpdir()), realpathSync(folder));
    return path !== "" && !path.startsWith("..");
  } catch {
    return false;
  }
}

function* secretsIn(folder: string, depth = 0, count = { files: 0 }): Iterable<Secrets> {
  for (const entry of list(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth < 3 && !skipped.has(entry.name)) yield* secretsIn(path, depth + 1, count);
      continue;
    }
    const kind = code.has(extname(entry.name)) ? "code" : "data";
    if (!entry.isFile() || (kind === "data" && !isData.test(extname(entry.name)))) continue;
    count.files += 1;
    if (count.files > mostFiles) return;
    const text = read(path);
    if (text !== undefined && !isReport.test(text.slice(0, 2000))) yield secretsOfText(text, kind);
  }
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    const { size } = statSync(file);
    return size > largest ? undefined : readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
