import { ProviderError } from "@upgradectl/provider-sdk";
import { type Absence, type CredentialSource, type Found, isFound } from "./source.ts";

const mend = "Set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or `credentials` in the provider's config.";

/** The first source that has something decides; the others are not asked. */
export async function findCredentials(
  sources: readonly CredentialSource[],
  instance: string,
  signal: AbortSignal,
): Promise<Found> {
  const absences: (Absence & { readonly place: string })[] = [];
  for (const source of sources) {
    const result = await source.find(signal);
    if (isFound(result)) return result;
    absences.push({ place: source.place, ...result });
  }
  const places = absences.map(({ place, note }) => (note === undefined ? place : `${place}: ${note}`));
  const mends = absences.map((absence) => absence.mend).filter((line) => line !== undefined);
  throw new ProviderError({
    kind: "unauthenticated",
    message: `there are no Huawei Cloud credentials for the provider "${instance}"`,
    hint: `${[mend, ...mends].join(" ")} Looked in ${places.join("; then ")}.`,
  });
}
