import type { Survivor } from "../survivor.ts";

export const signing: readonly Survivor[] = [
  {
    file: "packages/huawei-cloud/src/sign.ts",
    line: "...names.map((name) => `${name}:${headers[name]?.trim()}`),",
    changes: ["headers[name]?.trim => headers[name].trim"],
    why: "The names are those of the headers; the question mark is for the compiler.",
  },
  {
    file: "packages/huawei-cloud/src/sign.ts",
    line: 'request.body === "" ? emptyHash : hash("sha256", request.body),',
    changes: ['request.body === "" => false', '"" => "Stryker was here!"'],
    why: "Only slower: the constant is the hash of nothing, and no request has the text that was put in for it.",
  },
  {
    file: "packages/huawei-cloud/src/sign.ts",
    line: "signers.set(key, signer);",
    changes: ["signers.set(key, signer); => ;"],
    why: "Only slower: the key is prepared for every request.",
  },
  {
    file: "packages/huawei-cloud/src/sign.ts",
    line: 'if (!text.includes("%")) return text;',
    changes: ['!text.includes("%") => false', '"%" => ""'],
    why: "Only slower: a text without percent signs is decoded to itself.",
  },
  {
    file: "packages/huawei-cloud/src/sign.ts",
    line: 'if (plainPath.test(path)) return path.endsWith("/") ? path : `${path}/`;',
    changes: ["plainPath.test(path) => false"],
    why: "Only slower: each segment is decoded and encoded to itself.",
  },
  {
    file: "packages/huawei-cloud/src/sign.ts",
    line: "const plainPath = /^[\\w.~/-]*$/;",
    changes: ["/^[\\w.~/-]*$/ => /^[\\w.~/-]$/", "/^[\\w.~/-]*$/ => /^[^\\w.~/-]*$/"],
    why: "Only slower: no path of more than a slash fits either, so all go the long way, to the same end.",
  },
  {
    file: "packages/provider-alibaba-ack/src/sign.ts",
    line: ".sort(([a], [b]) => (a < b ? -1 : 1));",
    changes: ["a < b => a <= b"],
    why: "No header is there twice, and for one that were, in two spellings, no order would be right.",
  },
  {
    file: "packages/provider-alibaba-ack/src/sign.ts",
    line: "signers.set(key, signer);",
    changes: ["signers.set(key, signer); => ;"],
    why: "Only slower: the key is prepared for every request.",
  },
  {
    file: "packages/provider-alibaba-ack/src/sign.ts",
    line: 'return body === "" ? emptyHash : hash("sha256", body);',
    changes: ['body === "" => false', '"" => "Stryker was here!"'],
    why: "Only slower: the constant is the hash of nothing, and no request has the text that was put in for it.",
  },
];
