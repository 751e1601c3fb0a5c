import { expect, it } from "vitest";
import { secretsOfText } from "./secrets.ts";

it.each<[string, string, readonly string[]]>([
  [
    "lines below env",
    "config:\n  env:\n    SALT: a-b-c-d-e\n    OTHER: f-g-h-i-j\n",
    ["a-b-c-d-e", "f-g-h-i-j"],
  ],
  [
    "not what stands beside env",
    "config:\n  env:\n    SALT: a-b-c-d-e\n  inventory: list.json\n",
    ["a-b-c-d-e"],
  ],
  ["not what stands beside env in a list", "- env:\n    SALT: a-b-c-d-e\n  file: list.json\n", ["a-b-c-d-e"]],
  ["env that ends with the text", "env:\n  SALT: a-b-c-d-e", ["a-b-c-d-e"]],
  ["env with an empty line", "env:\n  SALT: a-b-c-d-e\n\n  OTHER: f-g-h-i-j\n", ["a-b-c-d-e", "f-g-h-i-j"]],
  ["env in a line", "config: { env: { SALT: a-b-c-d-e }, file: list.json }\n", ["a-b-c-d-e"]],
  ["env in JSON", '{"config":{"env":{\n"SALT": "a-b-c-d-e"},"file":"list.json"}}', ["a-b-c-d-e"]],
  ["everyday words of env are none", "env:\n  MODE: verbose\n  PORT: 8080\n", []],
  ["by its name", 'token: "t-0-k-e-n"\ntokenFile: /run/a-file\n', ["t-0-k-e-n"]],
  ["a reference is none", "token: $" + "{TOKEN}\n", []],
  ["a key's id, but for its first characters", "accessKeyId: LTAI5tSomeKey\n", ["5tSomeKey"]],
  ["in XML", "<SecretAccessKey>a-b-c-d-e</SecretAccessKey>", ["a-b-c-d-e"]],
  ["a password of an address", "endpoint: http://me:pa55word@localhost/\n", ["pa55word"]],
])("finds %s", (_, text, expected) => {
  expect([...secretsOfText(text).keys()]).toEqual(expected);
});

it("takes only quoted values from code", () => {
  const code = 'const token = read();\nconst password = "pa55word";\n';
  expect([...secretsOfText(code, "code").keys()]).toEqual(["pa55word"]);
});
