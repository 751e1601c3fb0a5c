/** So much of a secret in the middle of something else that is base64 is no coincidence any more. */
const shortestCore = 8;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** How a value looks in JSON, HTML, URLs, hexadecimal and base64, there also inside of something longer (`user:password`). */
export function encodingsOf(value: string): ReadonlySet<string> {
  const encodings = new Set<string>();
  const json = JSON.stringify(value).slice(1, -1);
  const toUnicode = (text: string, which: RegExp): string =>
    text.replace(which, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  // As Go, Gson, PHP and Python write JSON.
  for (const escaped of [
    json,
    toUnicode(json, /[<>&]/g),
    toUnicode(json, /[<>&=']/g),
    toUnicode(json, /[\u0080-\uffff]/g),
  ])
    encodings.add(escaped).add(escaped.replaceAll("/", "\\/"));
  const html = value.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
  for (const quote of ["'", "&#39;", "&#x27;", "&apos;"])
    for (const slash of ["/", "&#47;", "&#x2F;", "&#x2f;"])
      encodings.add(html.replaceAll("'", quote).replaceAll("/", slash));
  const percent = encodeURIComponent(value.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  // Forms leave `*` as it is, and not `~`.
  const form = new URLSearchParams([["", value]]).toString().slice(1);
  const spaced = [percent, strict, form.replaceAll("+", "%20")];
  for (const encoded of [...spaced, ...spaced.map((each) => each.replaceAll("%20", "+"))])
    encodings
      .add(encoded)
      .add(encoded.replace(/%../g, (sign) => sign.toLowerCase()))
      .add(encoded.replaceAll("%", "%25"));
  const bytes = Buffer.from(value);
  const hex = bytes.toString("hex");
  encodings.add(hex).add(hex.toUpperCase());
  // Whoever wants to get past a filter encodes every byte.
  const every = hex.replace(/../g, "%$&");
  encodings.add(every).add(every.toUpperCase());
  encodings.add(bytes.toString("base64")).add(bytes.toString("base64").replace(/=+$/, ""));
  for (const skipped of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(skipped), bytes]).toString("base64");
    // Characters at both ends that also depend on the neighbours are not the secret's alone.
    const core = text.slice(skipped === 0 ? 0 : skipped + 1, Math.floor(((skipped + bytes.length) * 8) / 6));
    if (skipped === 0 || core.length >= shortestCore) encodings.add(core);
  }
  for (const encoded of [...encodings]) encodings.add(encoded.replaceAll("+", "-").replaceAll("/", "_"));
  return encodings;
}
