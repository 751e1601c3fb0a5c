import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const workspace = fileURLToPath(new URL("../../..", import.meta.url));

interface Packed {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly tarball: Buffer;
}

export interface Registry {
  readonly url: string;
  /** Names of packages that were asked for and are not here. */
  readonly missing: readonly string[];
}

/**
 * An npm registry on loopback until the test ends: the packages of this workspace as `pnpm pack` packs them, and those
 * that they need as they are installed here. Undefined where pnpm cannot be run.
 */
export async function startRegistry(folder: string): Promise<Registry | undefined> {
  if (!packWorkspace(folder)) return undefined;
  const own = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
  const packed = await Promise.all(own.map((file) => readPacked(join(folder, file))));
  const missing: string[] = [];
  const tarballs = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    const tarball = tarballs.get(path);
    if (tarball !== undefined) return response.end(tarball);
    const found = packed.filter(({ manifest }) => manifest.name === path);
    const all = found.length > 0 ? found : await packInstalled(path, join(folder, "copies"));
    if (all.length === 0) missing.push(path);
    if (all.length === 0) return response.writeHead(404).end("{}");
    for (const one of all) tarballs.set(tarballName(one), one.tarball);
    return response.end(JSON.stringify(describePackage(path, all, `http://${request.headers.host}`)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, missing };
}

function packWorkspace(folder: string): boolean {
  const words = ["--recursive", "--filter", "upgradectl...", "pack", "--pack-destination", folder];
  const [direct, throughNpx] = [
    ["pnpm", ...words],
    ["npx", "-y", "--prefer-offline", "pnpm@12", ...words],
  ];
  return [direct, throughNpx].some(
    ([command = "", ...args] = []) => spawnSync(command, args, { cwd: workspace }).status === 0,
  );
}

async function readPacked(file: string): Promise<Packed> {
  const { stdout } = spawnSync("tar", ["-xzOf", file, "package/package.json"], { encoding: "utf8" });
  return { manifest: JSON.parse(stdout), tarball: await readFile(file) };
}

/** Every version of a package that pnpm has installed for this workspace. */
async function packInstalled(name: string, folderOfCopies: string): Promise<readonly Packed[]> {
  const store = join(workspace, "node_modules/.pnpm");
  const prefix = `${name.replace("/", "+")}@`;
  const folders = (await readdir(store)).filter((folder) => folder.startsWith(prefix));
  return Promise.all(
    folders.map(async (folder) => {
      const path = join(store, folder, "node_modules", name);
      // A copy, because pnpm's equal files are links to one, and npm leaves links in a tarball out.
      const copy = join(folderOfCopies, folder);
      await cp(path, join(copy, "package"), { recursive: true });
      const { stdout } = spawnSync("tar", ["-cz", "-C", copy, "package"], { maxBuffer: 2 ** 28 });
      return { manifest: JSON.parse(await readFile(join(path, "package.json"), "utf8")), tarball: stdout };
    }),
  );
}

function tarballName({ manifest }: Packed): string {
  return `-/${manifest.name.replace("/", "+")}-${manifest.version}.tgz`;
}

function describePackage(name: string, all: readonly Packed[], url: string) {
  const versions = all.map((one) => {
    const integrity = `sha512-${createHash("sha512").update(one.tarball).digest("base64")}`;
    const dist = { tarball: `${url}/${tarballName(one)}`, integrity };
    return [one.manifest.version, { ...one.manifest, dist }] as const;
  });
  return { name, "dist-tags": { latest: versions[0]?.[0] }, versions: Object.fromEntries(versions) };
}
