import { parseArgs } from "node:util";
import { type AuthStyle, type Choices, parseAuth, parseName } from "./choices.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line says; what is absent is asked for, or missing. */
export interface Options {
  readonly folder?: string;
  readonly name?: string;
  readonly auth?: AuthStyle;
  readonly list?: boolean;
  readonly language: Choices["language"];
  readonly yes: boolean;
  readonly force: boolean;
  readonly print?: "help" | "version";
}

export const help = `Makes a provider plugin for upgradectl.

  npm create upgradectl-provider [folder] [-- flags]

  --name NAME                  lower-case words joined by hyphens: acme-kubernetes
  --auth none|token|api-key    how its API is signed in to: not at all, a bearer token, a key in the header x-api-key
  --list, --no-list            can the account's clusters be listed?
  --typescript, --javascript   TypeScript (default), or JavaScript without a build
  -y, --yes                    ask nothing: the folder's name, a token, a list
  --force                      write into a folder that is not empty, over files of the same names
  -h, --help; --version

The folder is upgradectl-provider-NAME by default. On a terminal it asks what no flag says.
`;

/** @throws {UsageError} */
export function parseOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseWords(argv);
  const [folder, ...more] = positionals;
  if (more.length > 0) throw new UsageError("there is one folder to write", `Left over: ${more.join(" ")}`);
  if (folder === "") throw new UsageError("the folder's name is empty", "An unset variable?");
  if (values.typescript && values.javascript)
    throw new UsageError("--typescript and --javascript exclude each other", "Give one of them.");
  return {
    ...(folder === undefined ? {} : { folder }),
    ...(values.name === undefined ? {} : { name: parseName(values.name) }),
    ...(values.auth === undefined ? {} : { auth: parseAuth(values.auth) }),
    ...(values.list === undefined ? {} : { list: values.list }),
    language: values.javascript ? "javascript" : "typescript",
    yes: values.yes ?? false,
    force: values.force ?? false,
    ...(values.help ? { print: "help" } : values.version ? { print: "version" } : {}),
  };
}

function parseWords(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      allowNegative: true,
      options: {
        name: { type: "string" },
        auth: { type: "string" },
        list: { type: "boolean" },
        typescript: { type: "boolean" },
        javascript: { type: "boolean" },
        yes: { type: "boolean", short: "y" },
        force: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    const [message = ""] = error instanceof Error ? error.message.split(". ") : [];
    throw new UsageError(message, "See --help.");
  }
}
