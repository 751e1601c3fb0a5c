/** A host that is one file: its own plugins are inside of it, and nothing is installed beside it. */
export interface Executable {
  /** Absolute path of the file. */
  readonly file: string;
  /** Names of the packages in it, and the version of each. */
  readonly packages: Readonly<Record<string, string>>;
  /** SHA-512 of its program, base64: what a lock pins of the plugins that are parts of it. */
  readonly readHash: () => string;
  /** The code of the SDK as one module, for plugins that have none of their own. */
  readonly readSdk: (format: SdkFormat) => string;
}

export type SdkFormat = "module" | "commonjs";
