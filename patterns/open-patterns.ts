/** A pattern that is put together as the program runs: how it is written, and why it is linear for all that may come. */
export interface ArguedPattern {
  /** Without blanks, as a formatter moves them. */
  readonly source: string;
  /** What it is in a run; judged with the others. */
  readonly examples: readonly { readonly pattern: string; readonly flags: string }[];
  readonly why: string;
}

const name = "[‘'\"`]?([^\\s:‘’'\"`]{1,200})[’'\"`]?";
const reasons = [
  "(?:command not found|not found|no such file or directory)",
  "(?:permission denied|exec format error|not executable)",
];
const text = String.raw`(["'\`])((?:[^"'\`\n\\$]|\$(?!\{))+)\1`;

export const arguedPatterns: readonly ArguedPattern[] = [
  {
    source: 'new RegExp(schema.pattern ?? "", "u")',
    examples: [],
    why: "The pattern of a provider's own schema for regions. Those of the official providers are in the table.",
  },
  {
    source: 'new RegExp(`^\\\\P{L}*(?:${verdicts}|error|warning)\\\\b`, "u")',
    examples: [{ pattern: "^\\P{L}*(?:converged|failed|error|warning)\\b", flags: "u" }],
    why: "The names are words of this program, a closed list.",
  },
  {
    source: "new RegExp(`^.*: (?:${verdicts}) \\\\((?:${outcomes})\\\\)\\n  .*\\n\\n  provider `)",
    examples: [{ pattern: "^.*: (?:converged|failed) \\((?:ok|action)\\)\n  .*\n\n  provider ", flags: "" }],
    why: "The names are words of this program, a closed list.",
  },
  {
    source: 'new RegExp(source, "u")',
    examples: [],
    why: "The pattern of a schema: this program's own are in the table, and those of a plugin are the plugin's own, as its code is.",
  },
  {
    source: 'new RegExp(pattern, "u")',
    examples: [],
    why: "The pattern of the lock's schema, which is in the table.",
  },
  {
    source:
      "new RegExp(String.raw`(?<![\\w$.])${word}(?:\\.resolve)?\\((?!\\s*(?:${literal})\\s*\\))[^\\n)]*`)",
    examples: [
      {
        pattern: String.raw`(?<![\w$.])need(?:\.resolve)?\((?!\s*(?:${text})\s*\))[^\n)]*`,
        flags: "",
      },
    ],
    why: "The word is one of the module's own, letters and digits alone: it adds no choice.",
  },
  {
    source: 'new RegExp(`(?<![\\\\p{L}\\\\p{N}_])(?:${alternatives})(?![\\\\p{L}\\\\p{N}_])`, "gu")',
    examples: [{ pattern: "(?<![\\p{L}\\p{N}_])(?:a\\.c|abc|ab|a)(?![\\p{L}\\p{N}_])", flags: "gu" }],
    why: "Secrets shorter than four characters, escaped: at each place of a text as many are tried as there are, and none repeats.",
  },
  {
    source: 'new RegExp(`: ${name}: bad interpreter: `, "i")',
    examples: [{ pattern: `: ${name}: bad interpreter: `, flags: "i" }],
    why: "At most 200 characters from each colon, in 64 KiB of standard error.",
  },
  {
    source: 'new RegExp(`(?:^|: )${name}: ${reason}\\\\s*$`, "i")',
    examples: reasons.map((reason) => ({ pattern: `(?:^|: )${name}: ${reason}\\s*$`, flags: "i" })),
    why: "At most 200 characters from each colon, in 64 KiB of standard error.",
  },
  {
    source: 'new RegExp(`: ${reason}: ${name}\\\\s*$`, "i")',
    examples: reasons.map((reason) => ({ pattern: `: ${reason}: ${name}\\s*$`, flags: "i" })),
    why: "At most 200 characters from each colon, in 64 KiB of standard error.",
  },
];

/** How a formatter breaks it makes no difference. */
export function withoutBlanks(source: string): string {
  return source.replace(/\s+/g, "").replace(/,\)$/, ")");
}
