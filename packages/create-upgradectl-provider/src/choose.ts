import { basename } from "node:path";
import { type Choices, packageNameOf, parseAuth, parseName, parseYesOrNo, suggestName } from "./choices.ts";
import type { Ask } from "./dialog.ts";
import type { Options } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** What no flag says: asked for, or with `--yes` taken as usual. */
const usual = { auth: "token", list: true } as const;

/**
 * Without anybody to ask.
 *
 * @throws {UsageError} names all flags that are missing
 */
export function chooseByFlags(options: Options): Choices {
  const { auth, list, language, yes } = options;
  const name = options.name ?? (yes ? nameOfFolder(options) : undefined);
  if (name !== undefined && (yes || (auth !== undefined && list !== undefined)))
    return { name, auth: auth ?? usual.auth, list: list ?? usual.list, language };
  const missing = [
    ...(name === undefined ? ["--name NAME"] : []),
    ...(yes || auth !== undefined ? [] : ["--auth none|token|api-key"]),
    ...(yes || list !== undefined ? [] : ["--list or --no-list"]),
  ];
  const shorter = yes ? "" : "; --yes takes what is usual";
  throw new UsageError(
    `nobody can be asked here, so flags have to say it: ${missing.join(", ")}`,
    `See --help${shorter}.`,
  );
}

/** Asks what no flag says. */
export async function chooseWithQuestions(options: Options, ask: Ask): Promise<Choices> {
  const name =
    options.name ?? (await ask("Name, such as acme-kubernetes", nameOfFolder(options) ?? "", parseName));
  const auth = options.auth ?? (await ask("Signing in: none, token or api-key", usual.auth, parseAuth));
  const list = options.list ?? (await ask("Can the account's clusters be listed? y or n", "y", parseYesOrNo));
  return { name, auth, list, language: options.language };
}

export function folderOf({ folder }: Options, choices: Choices): string {
  return folder ?? packageNameOf(choices);
}

function nameOfFolder({ folder }: Options): string | undefined {
  const name = folder === undefined ? "" : suggestName(basename(folder));
  return name === "" ? undefined : name;
}
