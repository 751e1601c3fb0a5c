import { secretName } from "../secret-names.ts";

/** A part of a text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

const named = String.raw`(?<![\w-])${secretName}`;
const is = String.raw`[ \t]*[:=][ \t]*`;

/** Each has the secret as its first group, and goes over a text once, whatever stands there. */
const patterns: readonly RegExp[] = [
  // `sk = two words` of a profile, up to the end of its line.
  new RegExp(String.raw`^[ \t]*(?:export[ \t]+)?${secretName}${is}([^\s"'{[|>][^\r\n]*)`, "dgim"),
  // `"AccessKeySecret": "..."`
  new RegExp(String.raw`${named}["']?${is}"((?:[^"\\\r\n]|\\.)*)"`, "dgi"),
  new RegExp(String.raw`${named}["']?${is}'([^'\r\n]*)'`, "dgi"),
  // `token=...&`, `<SecurityToken>...<`, JSON in JSON.
  new RegExp(
    String.raw`${named}\\?["']?[ \t]*[:=>][ \t]*(?:\\?["'])?([^\s"'&,;{}<>[\]\\][^\s"'&,;{}<>\\]*)`,
    "dgi",
  ),
  // `--token ...`
  new RegExp(String.raw`(?<![\w-])--${secretName}(?:=|[ \t]+)["']?([^\s"'\\-][^\s"'\\]*)`, "dgi"),
  // `"--token","..."`
  new RegExp(String.raw`(?<![\w-])--${secretName}","((?:[^"\\\r\n]|\\.)*)"`, "dgi"),
  // `https://user:password@...` of any scheme; of its name one sign is enough, or each part of it were gone over again.
  /[a-z0-9+.-]:\/\/[^\s/?#"'<>@:]*:([^\s/?#"'<>]+)@/dgi,
];

/** A file that is one long word is a token. */
const shortestToken = 20;

/**
 * Where a text for signing in may have secrets, in order; of those that begin at one place the longest first.
 *
 * @param mayBeToken whether one long word is a token, and not an id
 */
export function findPlaces(text: string, mayBeToken: boolean): readonly Place[] {
  const places = [
    ...patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap(({ indices }) => placeOf(indices?.[1])),
    ),
    ...findQueries(text),
    ...findPrivateKeys(text),
    ...(mayBeToken ? findToken(text) : []),
  ];
  return places.sort((a, b) => a.start - b.start || b.end - a.end);
}

function placeOf([start, end]: readonly [number, number] = [0, 0]): readonly Place[] {
  return start < end ? [{ start, end }] : [];
}

/** The values of each address's query: who hands out keys may ask for a token there. */
function findQueries(text: string): readonly Place[] {
  const places: Place[] = [];
  for (const { 0: address, index } of text.matchAll(/https?:\/\/[^\s"'<>\\]*/gi)) {
    const query = address.indexOf("?");
    if (query === -1) continue;
    for (const { indices } of address.slice(query).matchAll(/=([^&#=]+)/dg)) {
      const [start, end] = indices?.[1] ?? [0, 0];
      places.push({ start: index + query + start, end: index + query + end });
    }
  }
  return places;
}

function findPrivateKeys(text: string): readonly Place[] {
  const places: Place[] = [];
  for (const { 0: head, index } of text.matchAll(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g)) {
    const start = index + head.length;
    if (start < (places.at(-1)?.end ?? 0)) continue;
    const end = text.indexOf("-----END", start);
    places.push({ start, end: end === -1 ? text.length : end });
  }
  return places;
}

function findToken(text: string): readonly Place[] {
  const word = text.trim();
  if (word.length < shortestToken || /\s/.test(word) || /^[[{<]|^https?:|=[^=]/.test(word)) return [];
  const start = text.indexOf(word);
  return [{ start, end: start + word.length }];
}
