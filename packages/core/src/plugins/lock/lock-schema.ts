import type { JsonSchema } from "@upgradectl/provider-sdk";

const text = { type: "string", minLength: 1 } as const;
const textOrNull = { type: ["string", "null"], minLength: 1 } as const;
const integrity = {
  type: "string",
  title: "a hash such as `sha512-…`",
  pattern: "^sha512-[A-Za-z0-9+/]{86}==$",
} as const;

/** What a lock is, for editors and for `check-lock.ts`; a title goes on after "expected". */
export const lockSchema: JsonSchema = {
  description: "upgradectl.lock: the plugins of a manifest as they were when they were trusted",
  type: "object",
  required: ["lockVersion", "plugins"],
  properties: {
    lockVersion: { const: 1, title: "1, the format that this upgradectl knows" },
    plugins: {
      type: "array",
      items: {
        type: "object",
        required: ["source", "package", "version", "contract", "integrity", "files", "dependencies", "reads"],
        properties: {
          source: { ...text, description: "As written in the manifest." },
          package: text,
          version: textOrNull,
          contract: { type: "integer" },
          integrity: {
            ...integrity,
            description: "SHA-512 over the names and SHA-512 hashes of all files of the plugin's package.",
          },
          files: {
            type: "object",
            title: "hashes by file",
            description: "The beginning of each file's own hash, to tell which one has changed.",
            additionalProperties: text,
          },
          dependencies: {
            type: "array",
            description: "The packages that it needs, and those that they need.",
            items: {
              type: "object",
              required: ["package", "version", "integrity"],
              properties: { package: text, version: textOrNull, integrity },
            },
          },
          reads: {
            type: "array",
            description: "Every request that it declares, by action.",
            items: {
              type: "object",
              required: ["action", "method", "service", "path", "permission", "purpose"],
              properties: {
                action: text,
                method: { enum: ["GET", "HEAD", "POST", "PUT"] },
                service: text,
                path: { type: "string", title: "a path that starts with `/`", pattern: "^/" },
                permission: textOrNull,
                purpose: { enum: ["read", "sign-in", "post-check"] },
              },
            },
          },
        },
      },
    },
  },
};
