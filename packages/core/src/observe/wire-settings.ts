import type { Diagnostic } from "../diagnostics.ts";
import type { ProviderInstance } from "../fleet.ts";
import type { Trust } from "../http/network.ts";
import type { FindWay } from "../http/way.ts";
import { quote } from "../quote-text.ts";
import type { Redactor } from "../redact.ts";

/** Of the machine that requests leave from. No part of a recording: a replayed run sends nothing. */
export interface WireSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of a file; a relative path starts at `directory`. Rejects as Node does. */
  readonly readFile: (path: string, directory: string) => Promise<string>;
}

interface Host {
  readonly wire?: WireSurroundings;
  readonly redactor: Redactor;
}

interface Problem {
  readonly problem?: readonly Diagnostic[];
}

const proxyVariables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"] as const;

/** The ways that the environment prescribes; nothing where it names no proxy, as for most. */
export async function findWays(
  instances: readonly ProviderInstance[],
  { wire, redactor }: Host,
): Promise<{ readonly findWay?: FindWay } & Problem> {
  if (wire === undefined || !proxyVariables.some((name) => wire.env[name])) return {};
  const { readProxies } = await import("../http/proxies.ts");
  const { findWay, secrets, problem } = readProxies(wire.env);
  for (const secret of secrets) redactor.add(secret);
  // Providers that only run programs ask no proxy; the programs may, and what they say of it is masked.
  const isUsed = instances.some(({ plugin }) => plugin.definition.reads.length > 0);
  return { findWay, ...(problem === undefined || !isUsed ? {} : { problem: [problem] }) };
}

/** Whom an instance trusts by its `caFile`; nothing where it has none. */
export async function findTrust(
  { name, caFile, directory, locateConfig }: ProviderInstance,
  { wire, redactor }: Host,
): Promise<{ readonly trust?: Trust } & Problem> {
  if (caFile === undefined || wire === undefined) return {};
  const problem = (fault: string, hint: string): Problem => ({
    problem: [
      {
        severity: "error",
        code: "invalid-ca-file",
        summary: redactor.text(`provider "${name}": the file ${quote(caFile)} of \`caFile\` ${fault}`),
        hint,
        ...locateConfig("/caFile"),
      },
    ],
  });
  let text: string;
  try {
    text = await wire.readFile(caFile, directory);
  } catch (thrown) {
    const hint =
      "Name a file with the authority's certificate (PEM); a relative path starts at the manifest's folder.";
    return problem(unreadable(thrown), hint);
  }
  const { parseAuthorities, trustAlso } = await import("../http/authorities.ts");
  const found = parseAuthorities(text);
  return "fault" in found ? problem(found.fault, found.hint) : { trust: trustAlso(found) };
}

function unreadable(thrown: unknown): string {
  const code: unknown = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "does not exist";
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user";
  if (code === "EISDIR") return "is a folder";
  return `cannot be read (${thrown instanceof Error ? thrown.message : String(thrown)})`;
}
