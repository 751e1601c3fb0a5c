/** What a module's text names. */
export interface ModuleNames {
  /** Relative paths, as `import` and `require` read them; each may be mere text. */
  readonly relative: readonly string[];
  /** Paths and URLs of what is read, relative to the module; a folder stands for all that is in it. */
  readonly beside: readonly string[];
  /** Absolute paths and file URLs that are imported. */
  readonly places: readonly string[];
  /** What is imported by another name: of a package, of the module's own package, or of its `imports` (`#name`). */
  readonly specifiers: readonly string[];
  /** The first place where a name is only put together as the code runs, as it is written. */
  readonly unseen?: string;
}

/** A text in quotes: the first group is the quote, so nothing in front of it may be one. */
const literal = String.raw`(["'\`])((?:[^"'\`\n\\$]|\$(?!\{))+)\1`;
/** The folder or the file of the module itself. */
const here = String.raw`(?:import\.meta\.dirname|__dirname)`;
const base = String.raw`(?:import\.meta\.(?:url|filename)|__filename)`;

/** Any text in quotes that is a relative path: what is imported, required or read by it. */
const relativeText = /(["'`])(\.\.?\/(?:[^"'`\n\\$]|\$(?!\{))+)\1/g;
/** A folder itself; in other places these are mere punctuation. */
const folderText = /\b(?:from|import|require)\s*(?:\(\s*)?(["'`])(\.\.?\/?)\1/g;
/** What follows `from`, `import` or `require`. */
const specifierText = new RegExp(
  String.raw`\b(?:from|import|require(?:\.resolve)?|import\.meta\.resolve)\s*(?:\(\s*)?${literal}`,
  "g",
);
/** With a `require` of any name, each text may be one of a package. */
const anyText = new RegExp(literal, "g");
const urlText = new RegExp(String.raw`\bnew\s+URL\(\s*${literal}\s*,\s*import\.meta\.url\s*(?:,\s*)?\)`, "g");
const joinedText = new RegExp(
  String.raw`\b(?:join|resolve)\(\s*${here}\s*,\s*((?:(?:"[^"\n\\]*"|'[^'\n\\]*')\s*(?:,\s*)?)+)\)`,
  "g",
);
/** Where the module's own place leads to no other file. */
const harmless = new RegExp(
  String.raw`\bcreateRequire\(\s*${base}\s*\)|${base}\s*[!=]==?|[!=]==?\s*${base}`,
  "g",
);

/** What names something by a value, or uses the module's own place in a way that is not followed. */
const unseenText = new RegExp(
  [
    String.raw`\b(?:import|require(?:\.resolve)?|import\.meta\.resolve)\s*\((?!\s*(?:${literal})\s*[,)])[^\n)]*`,
    String.raw`\bfrom\s*["'][^"'\n]*\\[^\n]*`,
    // From the beginning of its line alone: a line may be a whole module, and would be gone over from each of its signs.
    String.raw`(?<![^\n])[^\n]*(?:${here}|${base})[^\n]*`,
  ].join("|"),
);

/**
 * Reads a module's text. It looks at texts rather than at syntax, so it finds rather too much, and takes rather too much for
 * something that it cannot see.
 */
export function readModuleNames(source: string): ModuleNames {
  const text = source.replace(/^[ \t]*\/\/.*$/gm, "");
  const pathsOf = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, , path]) => path ?? []);
  const joined = [...text.matchAll(joinedText)].map(([, parts = ""]) => joinParts(parts));
  const rest = [urlText, joinedText, harmless].reduce((left, pattern) => left.replace(pattern, "·"), text);
  const unseen = unseenText.exec(rest)?.[0].trim() ?? callOfRequire(rest, text);
  const imported = pathsOf(specifierText);
  const specifiers = text.includes("createRequire") ? pathsOf(anyText) : imported;
  return {
    relative: [...pathsOf(relativeText), ...pathsOf(folderText)],
    beside: [...pathsOf(urlText), ...joined],
    places: imported.filter(isPlace),
    specifiers: specifiers.filter((name) => !isPlace(name) && !name.startsWith(".")),
    ...(unseen === undefined ? {} : { unseen }),
  };
}

/** `const need = createRequire(…)`, and then `need(name)`. */
function callOfRequire(rest: string, text: string): string | undefined {
  const names = [...text.matchAll(/(?<![\w$])([\w$]+)\s*=\s*(?:[\w$]+\.)?createRequire\(/g)].map(
    ([, name = ""]) => name,
  );
  const calls = names.flatMap((name) => {
    const word = name.replaceAll("$", "\\$");
    const call = new RegExp(String.raw`(?<![\w$.])${word}(?:\.resolve)?\((?!\s*(?:${literal})\s*\))[^\n)]*`);
    return call.exec(rest)?.[0] ?? [];
  });
  return calls[0];
}

function joinParts(parts: string): string {
  const words = [...parts.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, one, other]) => one ?? other ?? "");
  return words.join("/");
}

function isPlace(name: string): boolean {
  return /^(?:file:|\/)/.test(name);
}
