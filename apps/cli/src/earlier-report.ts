import { Buffer } from "node:buffer";
import { open, stat } from "node:fs/promises";
import { stripVTControlCharacters } from "node:util";
import { outcomeNames, verdictNames } from "@upgradectl/core";

/** How what upgradectl writes begins, and where that is not enough, ends. */
interface Look {
  readonly begins: RegExp;
  readonly ends?: RegExp;
}

const verdicts = verdictNames.join("|");
const outcomes = outcomeNames.join("|");

const looks: readonly Look[] = [
  // Reports, and plans; a recording begins nearly like them.
  {
    begins:
      /^\{\s*"formatVersion":[^{}]*"tool":\s*\{\s*"name":\s*"upgradectl"[^{}]*\},\s*"command":\s*"(?:[^"\\]|\\.)*",\s*(?:"dryRun":\s*true,\s*)?"startedAt":\s*"[^"]*",\s*"finishedAt":/,
  },
  { begins: /^\{"type":\s*"(?:start|summary)"/ },
  { begins: /^<\?xml.{0,200}<testsuites name="upgradectl/s },
  { begins: /^\{\s*"\$schema":.{0,600}"name":\s*"upgradectl"/s },
  { begins: /^### upgradectl / },
  { begins: /^::(?:error|warning|notice) / },
  { begins: /^<!doctype html>.{0,3000}<title>upgradectl /s },
  {
    begins: new RegExp(`^\\P{L}*(?:${verdicts}|error|warning)\\b`, "u"),
    ends: /(?:; e|\nE)xit code \d+\.\n$/,
  },
  { begins: /^/, ends: / selected; nothing was asked of any cloud\.\n$/ },
  { begins: /^.*: valid, \d+ clusters?, \d+ providers?\n$/ },
  // Of `show` and `providers`.
  { begins: new RegExp(`^.*: (?:${verdicts}) \\((?:${outcomes})\\)\n  .*\n\n  provider `) },
  { begins: /^\{\s*"name":\s*".{0,4000}"verdict":\s*"\w+",\s*"outcome":/s },
  { begins: /^\{\s*"providers":\s*\[\s*(?:\]|\{\s*"name":\s*"[^"]*",\s*"localNames":)/ },
  { begins: /^\{\s*"permissions":\s*\[\s*(?:\],\s*"unnamed":|\{\s*"permission":)/ },
  { begins: /^\{\s*"locks":\s*\[\s*(?:\]|\{\s*"file":\s*"[^"]*",\s*"isChanged":)/ },
  { begins: /^.+\n {2}package {13}/ },
  { begins: /^.*upgradectl\.lock: \d+ plugins? pinned/ },
];

/** Bytes of a file that are looked at, at each end. */
const most = 8192;

/**
 * Whether a run that read no fleet may take a file's place: there is none, it is empty, or it is what upgradectl wrote before.
 * Undefined for pipes and devices, which hold nothing.
 */
export async function isReplaceable(path: string): Promise<boolean | undefined> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return undefined;
    if (facts.size === 0) return true;
    const { begin, end } = await readEnds(path, facts.size);
    return looks.some(({ begins, ends }) => begins.test(begin) && ends?.test(end) !== false);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}

async function readEnds(
  path: string,
  size: number,
): Promise<{ readonly begin: string; readonly end: string }> {
  const file = await open(path);
  try {
    const read = async (position: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, position);
      return stripVTControlCharacters(buffer.toString("utf8", 0, bytesRead));
    };
    return { begin: await read(0), end: await read(Math.max(0, size - most)) };
  } finally {
    await file.close();
  }
}
