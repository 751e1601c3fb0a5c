import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { packPackages } from "../../../release/pack-packages.ts";
import { workspace } from "../../../release/workspace.ts";

const run = promisify(execFile);
const compress = promisify(gzip);

interface Packed {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly tarball: Uint8Array;
}

export interface Registry {
  readonly url: string;
  /** What this workspace publishes, by name. */
  readonly published: readonly string[];
  /** Names of packages that were asked for and are not here. */
  readonly missing: readonly string[];
  readonly close: () => void;
}

/**
 * An npm registry on loopback: the packages of this workspace as `pnpm pack` packs them, and those that they need as
 * they are installed here.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const own = (await packPackages(folder)).map(({ file, data }) => ({ manifest: file, tarball: data }));
  const published = own.map(({ manifest }) => manifest.name);
  const missing: string[] = [];
  const tarballs = new Map<string, Uint8Array>();
  const others = new Map<string, Promise<readonly Packed[]>>();
  const find = async (name: string): Promise<readonly Packed[]> => {
    if (published.includes(name)) return own.filter(({ manifest }) => manifest.name === name);
    const found = others.get(name) ?? packInstalled(name, join(folder, "copies"));
    others.set(name, found);
    return found;
  };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    const tarball = tarballs.get(path);
    if (tarball !== undefined) return response.end(tarball);
    const all = await find(path);
    if (all.length === 0) missing.push(path);
    if (all.length === 0) return response.writeHead(404).end("{}");
    for (const one of all) tarballs.set(tarballName(one), one.tarball);
    return response.end(JSON.stringify(describePackage(path, all, `http://${request.headers.host}`)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => void server.close().closeAllConnections();
  return { url: `http://127.0.0.1:${port}/`, published, missing, close };
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
      const { stdout } = await run("tar", ["-c", "-C", copy, "package"], {
        encoding: "buffer",
        maxBuffer: 2 ** 28,
      });
      const manifest = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
      return { manifest, tarball: await compress(stdout, { level: 1 }) };
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
  // Old enough for a package manager that waits some days before it installs what is new.
  const time = Object.fromEntries(versions.map(([version]) => [version, "2020-01-01T00:00:00.000Z"]));
  return { name, "dist-tags": { latest: versions[0]?.[0] }, versions: Object.fromEntries(versions), time };
}
