import type { Plugin } from "rolldown";

/**
 * undici's client brings modules of Node's with it that an HTTP/1 client needs little or nothing of, 25 ms at every start:
 * HTTP/2, which is switched off (connection-pool.ts in core); Node's own HTTP, asked for a limit that is given and a class to
 * tell bodies by; and assertions. In the bundle they are these few lines.
 */
const noForms = `throw new Error("undici asked for a part of it that is not in the bundle");`;

const instead: Readonly<Record<string, string>> = {
  "./client-h2.js": `module.exports = () => { throw new Error("HTTP/2 is switched off"); };`,
  // Bodies are texts here.
  "../web/fetch/body.js": noForms,
  "../web/fetch/formdata": noForms,
  "../web/webidl": noForms,
  // An experiment beside the parser in use.
  "./parser-h1.js": "module.exports = { getMiloEnabled: () => false };",
  "node:http": "module.exports = { maxHeaderSize: 16384, IncomingMessage: class IncomingMessage {} };",
  "node:assert": `
module.exports = function assert(holds, message) {
  if (holds) return;
  throw message instanceof Error ? message : new Error(message ?? "an assertion of undici's does not hold");
};
module.exports.ok = module.exports;
module.exports.equal = (a, b, message) => module.exports(a == b, message);
module.exports.strictEqual = (a, b, message) => module.exports(Object.is(a, b), message);
module.exports.notStrictEqual = (a, b, message) => module.exports(!Object.is(a, b), message);
`,
};

export const leanUndici: Plugin = {
  name: "lean-undici",
  resolveId(source, importer) {
    const isUndici = importer !== undefined && /[/\\]undici[/\\]lib[/\\]/.test(importer);
    return isUndici && Object.hasOwn(instead, source) ? `lean-undici:${source}.cjs` : null;
  },
  load(id) {
    const [, source] = /^lean-undici:(.*)\.cjs$/.exec(id) ?? [];
    return source === undefined ? null : (instead[source] ?? null);
  },
};
