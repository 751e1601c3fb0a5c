import {
  ConfigurationError,
  type ExpectProperty,
  type FromSchema,
  type JsonSchema,
} from "@upgradectl/provider-sdk";

/** The system ends a word there, so nothing after it would reach the program. */
const withoutNul = "^[^\\u0000]*$";

export const configSchema = {
  type: "object",
  required: ["command"],
  properties: {
    command: {
      type: "array",
      items: { type: "string", pattern: withoutNul },
      minItems: 1,
      description:
        "The program and its arguments, word by word; no shell reads them. A path that starts with ./ or ../ is relative to the manifest.",
      examples: [
        ["./my-clusters.py", "--prod"],
        ["sh", "-c", "./read-clusters | ./to-json"],
      ],
    },
    env: {
      type: "object",
      propertyNames: { pattern: "^[^=\\u0000]+$" },
      additionalProperties: { type: "string", pattern: withoutNul, secret: "likely" },
      description:
        "Environment variables for the program, beside those of upgradectl. Their values are secret, but for short words and numbers.",
      examples: [{ API_TOKEN: "${API_TOKEN}" }],
    },
    settings: {
      type: "object",
      additionalProperties: true,
      description: "Whatever the program wants to know; it gets this as `config` of each request.",
      examples: [{ region: "north" }],
    },
    list: {
      type: "boolean",
      default: false,
      description: "The program also knows the action `list`: all clusters in one run, and for `discover`.",
    },
  },
} as const satisfies JsonSchema;

export type Config = FromSchema<typeof configSchema>;

export const idSchema = {
  type: "string",
  pattern: "^[^\\u0000-\\u001f\\u007f]+$",
  description: "Whatever the program knows the cluster by.",
} as const satisfies JsonSchema;

export const withSchema = {
  type: "object",
  additionalProperties: true,
  description: "Whatever the program wants to know of the cluster; it gets this as `cluster.with`.",
} as const satisfies JsonSchema;

const text = { type: "string", minLength: 1 } as const satisfies JsonSchema;

export const expectProperties: { readonly [name: string]: ExpectProperty } = {
  versions: {
    order: "version",
    schema: {
      description: "Further versions: one target for all parts that the program names, or one for each.",
      anyOf: [text, { type: "object", minProperties: 1, additionalProperties: text }],
      examples: [{ kubelet: ">=1.31" }, "1.31"],
    },
  },
  values: {
    schema: {
      description: "Anything else: equal or different, as a whole. Lists are compared as sets.",
      anyOf: [
        text,
        { type: "array", items: text },
        { type: "object", minProperties: 1, additionalProperties: text },
      ],
      examples: [{ channel: "stable" }, ["zone-a", "zone-b"]],
    },
  },
};

/** A program with its arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** How messages call it: `./my-clusters.py`, `python3 ./my-clusters.py`. */
  readonly label: string;
}

/** @throws {ConfigurationError} */
export function readCommand({ command }: Pick<Config, "command">): Command {
  const [program = "", ...args] = command;
  if (program.trim() === "")
    throw new ConfigurationError("the first word of `command` is empty", {
      pointer: "/command/0",
      hint: "Name a program: `command: [./my-clusters.py]`.",
    });
  const [first = ""] = args;
  // Other arguments may be meant for the program alone.
  const isScript = !/[/\\]/.test(program) && /^\.{0,2}\/[^\s]*$/.test(first);
  return { program, args, label: isScript ? `${program} ${first}` : program };
}
