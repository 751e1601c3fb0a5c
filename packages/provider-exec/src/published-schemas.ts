import type { JsonSchema } from "@upgradectl/provider-sdk";
import * as z from "zod";
import { observeAnswer, publishedListAnswer } from "./shapes.ts";

const text: JsonSchema = { type: "string" };
const anyObject: JsonSchema = { type: "object", additionalProperties: true };

const cluster: JsonSchema = {
  type: "object",
  required: ["name", "id", "with", "properties"],
  properties: {
    name: { ...text, description: "Its name in the manifest." },
    id: { ...text, description: "Its id in the manifest." },
    with: { ...anyObject, description: "Its `with` in the manifest, or `{}`." },
    properties: {
      type: "array",
      items: { enum: ["versions", "values"] },
      description: "What the manifest names under `expect`: the observation needs a value for each.",
    },
  },
};

/** What a program reads from its standard input; later versions may add members. */
export const requestSchema: object = {
  title: "Request of the source exec",
  description: "What upgradectl writes to the standard input of a program of the source exec.",
  type: "object",
  required: ["protocol", "action", "config"],
  properties: {
    protocol: { const: 1, description: "Version of the protocol." },
    action: { enum: ["observe", "list"] },
    cluster: { ...cluster, description: "The cluster to read; only with `observe`." },
    config: { ...anyObject, description: "`settings` of the provider's configuration, or `{}`." },
  },
  if: { properties: { action: { const: "observe" } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ["cluster"] },
};

/** What a program prints: the answer to `observe`, or to `list`. */
export function composeAnswerSchema(): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(z.union([observeAnswer, publishedListAnswer]), {
    io: "input",
  });
  return {
    title: "Answer of a program of the source exec",
    description:
      "What a program of the source exec prints to its standard output: an observation of one cluster, the clusters of a list, or an error.",
    ...schema,
  };
}
