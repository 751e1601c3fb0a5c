import type { ReadFile } from "./read-secret-file.ts";
import type { CredentialSource } from "./source.ts";

const path = "~/.hcloud/config.json";

/**
 * The profile of the vendor's command line (KooCLI). It is recognised, and never used: its keys are encrypted unless
 * `--cli-auth-encrypt=false` was set (KooCLI 5.2.7 and newer), and to send an encrypted one is a failed authentication.
 */
export function kooCliSource(readFile: ReadFile): CredentialSource {
  return {
    place: `${path} (KooCLI, never used)`,
    find: async () => {
      const isThere = await readFile(path).then(
        (text) => text !== undefined,
        () => true,
      );
      if (!isThere) return {};
      return {
        note: "is there, but KooCLI encrypts the keys in it",
        mend: `KooCLI has a profile in ${path}, whose keys it encrypts for itself; give the same access key as HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK.`,
      };
    },
  };
}
