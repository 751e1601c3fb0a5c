import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import { expect } from "vitest";
import type { Diagnostic } from "../diagnostics.ts";
import type { Cluster } from "../fleet.ts";
import type { ManifestFile } from "../manifest/fleet/manifest.ts";
import { type FleetResult, readFleet } from "../manifest/read-fleet.ts";
import type { LoadPlugin, PluginRequest } from "../plugins/load-plugin.ts";

const accessKey = {
  type: "object",
  properties: {
    accessKeyId: { type: "string", secret: "prefix" },
    secretAccessKey: { type: "string", secret: true },
    securityToken: { type: "string", secret: true },
  },
  required: ["accessKeyId", "secretAccessKey"],
  additionalProperties: false,
} as const;

const token = {
  type: "object",
  properties: { token: { type: "string", secret: true } },
  required: ["token"],
  additionalProperties: false,
} as const;

const password = {
  type: "object",
  properties: {
    username: { type: "string" },
    password: { type: "string", secret: true },
    domainName: { type: "string" },
  },
  required: ["username", "password", "domainName"],
  additionalProperties: false,
} as const;

/** A plugin with every kind of schema that the official ones have. Forgets to close its objects. */
export const acme: ProviderDefinition = {
  contract: 1,
  name: "acme",
  config: {
    type: "object",
    properties: {
      region: { type: "string", minLength: 1, examples: ["north-1"] },
      projectId: { type: "string" },
      retries: { type: "integer", minimum: 0 },
      dryRun: { type: "boolean" },
      proxy: { type: "object", properties: { host: { type: "string" } } },
      extra: { type: "object", additionalProperties: { type: "string" } },
      credentials: { oneOf: [accessKey, token, password] },
    },
    required: ["region"],
  },
  cluster: {
    id: { type: "string", pattern: "^[\\w.-]+$", examples: ["b4b9e60f"] },
    with: {
      type: "object",
      properties: {
        taskId: { type: "string" },
        source: { type: "string", enum: ["auto", "tasks"] },
        operations: { type: "array", items: { type: "string", enum: ["UPGRADING", "AZ_MIGRATION"] } },
        priority: { type: "integer" },
      },
    },
    expect: {
      image: { schema: { type: "string" }, order: "version" },
      nodePools: {
        schema: { anyOf: [{ type: "string" }, { type: "object", additionalProperties: { type: "string" } }] },
        order: "version",
      },
      availabilityZones: { schema: { type: "array", items: { type: "string" }, minItems: 1 } },
    },
  },
  reads: [],
  connect: () => {
    throw new Error("reading a manifest connects nothing");
  },
};

/** Needs no configuration. */
export const plain: ProviderDefinition = { ...acme, name: "plain", config: { type: "object" }, cluster: {} };

export const requests: PluginRequest[] = [];

/** Knows `acme`, `plain` and `./acme.mjs`. */
export function loadWith(plugins: Readonly<Record<string, ProviderDefinition>> = {}): LoadPlugin {
  const known = new Map(Object.entries({ acme, plain, "./acme.mjs": acme, ...plugins }));
  return async (request) => {
    requests.push(request);
    const definition = known.get(request.source);
    if (definition !== undefined)
      return {
        plugin: { definition, packageName: request.source, version: "1.0.0", path: "/plugins/acme.js" },
      };
    const summary = `The provider \`${request.source}\` is not installed.`;
    return { problem: { severity: "error", code: "plugin-missing", summary, hint: "npm install" } };
  };
}

export const healthyText = `apiVersion: upgradectl.dev/v1
kind: Fleet

providers:
  acme-north:
    source: acme
    version: ^1.0.0
    config:
      region: north-1
      credentials:
        accessKeyId: AKIAEXAMPLE
        secretAccessKey: sesame-open-42
    limits: { concurrency: 8, requestsPerSecond: 20 }

defaults:
  provider: acme-north
  stalledAfter: 6h

clusters:
  - name: payments
    id: b4b9e60f
    targetVersion: v1.29.8-r4
    labels: { env: prod }
    with: { taskId: c271e39e }
    expect: { availabilityZones: [north-1c] }
    stalledAfter: 2h
  - name: search
    id: c5c0f71a
    targetVersion: "1.30"
`;

export const env: Readonly<Record<string, string | undefined>> = {
  REGION: "north-1",
  EMPTY: "",
  COUNT: "7",
  LINES: "a\n${REGION}",
  SECRET: "expanded-secret-7",
};

/** A text of the healthy manifest, and what stands in its place. */
export type Change = readonly [found: string, replacement: string];

/** The healthy manifest with some of its text replaced; each text must be there. */
export function manifestWith(...changes: readonly Change[]): string {
  return changes.reduce((text, [found, replacement]) => {
    if (!text.includes(found)) throw new Error(`the healthy manifest has no ${JSON.stringify(found)}`);
    return text.replace(found, () => replacement);
  }, healthyText);
}

export function fileOf(text: string, file = "fleet.yaml"): ManifestFile {
  return { file, directory: "/fleet", text };
}

export async function read(...texts: readonly string[]): Promise<FleetResult> {
  const files = texts.map((text, index) => fileOf(text, index === 0 ? undefined : `fleet-${index + 1}.yaml`));
  return readFleet(files, { env, loadPlugin: loadWith() });
}

/** `22:20 invalid-version-target` */
export function placesOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

/** A change of the healthy manifest that breaks one thing; the diagnostic's place and code, and what mends it. */
export type Mistake = readonly [name: string, change: Change, place: string, hint: string | RegExp];

/** The change gives exactly one diagnostic, in the user's words and with the line that mends it. */
export async function expectMistake(change: Change, place: string, hint: string | RegExp): Promise<void> {
  const { fleet, diagnostics } = await read(manifestWith(change));
  expect(placesOf(diagnostics)).toEqual([place]);
  expect(fleet).toBeNull();
  expect(diagnostics[0]?.file).toBe("fleet.yaml");
  if (typeof hint === "string") expect(diagnostics[0]?.hint).toBe(hint);
  else expect(diagnostics[0]?.hint).toMatch(hint);
  expect(JSON.stringify(diagnostics)).not.toMatch(
    /must NOT|must match|should NOT|oneOf|anyOf|allOf|additionalProperties|sesame/,
  );
}

/** The first cluster of the healthy manifest with these changes, which break nothing. */
export async function clusterOf(...changes: readonly Change[]): Promise<Cluster> {
  const { fleet, diagnostics } = await read(manifestWith(...changes));
  expect(diagnostics).toEqual([]);
  const cluster = fleet?.clusters[0];
  if (cluster === undefined) throw new Error("no cluster");
  return cluster;
}

/** Where the mistakes of a manifest are, and that it has some. */
export async function placesIn(text: string): Promise<string[]> {
  const { fleet, diagnostics } = await read(text);
  expect(fleet).toBeNull();
  return placesOf(diagnostics);
}
