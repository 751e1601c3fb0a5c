import { stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import {
  exchangesFile,
  type Fleet,
  headFile,
  isRecord,
  lockFileName,
  type ManifestFile,
  type ProviderInstance,
} from "@upgradectl/core";
import type { LoadedFleet } from "./load-fleet.ts";
import { locateFile } from "./locate-file.ts";
import { stdinName } from "./manifest-files.ts";
import { atHome } from "./surroundings.ts";
import { OverwriteError } from "./usage-error.ts";
import type { World } from "./world.ts";

interface OutputPlace {
  /** As named on the command line. */
  readonly file: string;
  readonly place: string;
}

/** Keeps the files of `--output` apart from those that the run reads, or writes besides. Each check throws an `OverwriteError`. */
export class OutputGuard {
  readonly #outputs: readonly OutputPlace[];
  readonly #world: World;

  static async open(files: readonly string[], world: World): Promise<OutputGuard> {
    const outputs = files.map(async (file) => ({ file, place: await locateFile(resolve(world.cwd, file)) }));
    return new OutputGuard(await Promise.all(outputs), world);
  }

  private constructor(outputs: readonly OutputPlace[], world: World) {
    this.#outputs = outputs;
    this.#world = world;
  }

  /** Of the locks beside them also those that are not there yet. */
  async refuseManifests(manifests: readonly Pick<ManifestFile, "file" | "directory">[]): Promise<void> {
    const files = manifests.map(({ file }) => file);
    await this.refuse(files, "manifest");
    const locks = manifests.map(({ directory }) => join(directory, lockFileName));
    await this.refuse(locks, "lock");
  }

  async refuseFleet({ plugins, fleet }: Pick<LoadedFleet, "plugins" | "fleet">): Promise<void> {
    const modules = plugins.map(({ plugin }) => plugin.path);
    await this.refuse(modules, "plugin");
    const present = fleet === null ? [] : await keepFiles(this.#outputs);
    if (fleet === null || present.length === 0) return;
    for (const instance of fleet.instances) {
      const files = textsOf(instance, fleet).flatMap((text) => {
        const path = atHome(text, this.#world);
        return [resolve(instance.directory, path), this.#resolve(path)];
      });
      await this.#refuse(
        files,
        (file) => `the file "${file}", which provider "${instance.name}" uses`,
        present,
      );
    }
  }

  /** @param files as named, each of which is called `what` */
  async refuse(files: readonly string[], what: string): Promise<void> {
    const paths = files.filter((file) => file !== stdinName).map((file) => this.#resolve(file));
    await this.#refuse(paths, (file) => `the ${what} "${file}"`);
  }

  /** @param folder of `--record` or `--replay`, as named */
  async refuseRecording(folder: string): Promise<void> {
    const path = this.#resolve(folder);
    const say = (file: string) => `the recording "${file}"`;
    await this.#refuse([path, join(path, headFile), join(path, exchangesFile)], say);
    // A folder that is not there is made, with those that it lies in.
    const within = await locateFile(path);
    const around = this.#outputs.find(({ place }) => within.startsWith(place + sep));
    if (around !== undefined) throw new OverwriteError(say(around.file), around.file);
  }

  async #refuse(
    paths: readonly string[],
    say: (file: string) => string,
    outputs: readonly OutputPlace[] = this.#outputs,
  ): Promise<void> {
    const used = new Set(await Promise.all([...new Set(paths)].map((path) => locateFile(path))));
    const output = outputs.find(({ place }) => used.has(place));
    if (output !== undefined) throw new OverwriteError(say(output.file), output.file);
  }

  #resolve(path: string): string {
    return resolve(this.#world.cwd, path);
  }
}

/** Without devices, in which nothing is lost, and what is not there yet, which nothing can be read from. */
async function keepFiles(outputs: readonly OutputPlace[]): Promise<readonly OutputPlace[]> {
  const facts = await Promise.all(outputs.map(({ place }) => stat(place).catch(() => undefined)));
  return outputs.filter((_, index) => facts[index]?.isFile());
}

/** What of a configuration may name a file: an authority, a token, a program or what it is called with. */
function textsOf({ config, caFile }: ProviderInstance, { secrets }: Fleet): readonly string[] {
  const masked = new Set(secrets.map(({ value }) => value));
  return textsIn([caFile, config]).filter((text) => text !== "" && !masked.has(text));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}
