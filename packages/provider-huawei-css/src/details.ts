import { names, type Upgrade } from "./responses.ts";

/** What else UpgradeDetail tells of an operation, as far as it does; nothing is judged by it. */
export function detailsOf(upgrade: Upgrade): Readonly<Record<string, unknown>> {
  const { imageInfo } = upgrade;
  return known({
    retries: parseNumber(upgrade.executeTimes),
    agency: upgrade.agencyName,
    image:
      imageInfo === null
        ? null
        : known({
            id: imageInfo.id,
            name: imageInfo.displayName,
            description: imageInfo.imageDesc,
            engine: imageInfo.datastoreType,
            version: imageInfo.datastoreVersion,
            priority: imageInfo.priority,
          }),
    batchSize: parseNumber(upgrade.batchSize),
    migration: parseObject(upgrade.migrateParam),
    finalZones: parseZones(upgrade.finalAzInfoMap),
  });
}

/** Without what is not told. */
function known(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ""));
}

/** The service writes numbers as texts; whatever is no number stays as it is. */
function parseNumber(value: unknown): unknown {
  return typeof value === "string" && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
}

/** An object in a text of JSON. What is none is shown as it came. */
function parseObject(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : value;
  } catch {
    return value;
  }
}

/** The nodes of each zone after the switchover. */
function parseZones(value: unknown): unknown {
  const parsed = parseObject(value);
  if (!isRecord(parsed)) return parsed;
  return Object.fromEntries(
    Object.entries(parsed).map(([zone, nodes]) => [
      zone,
      typeof nodes === "string" || Array.isArray(nodes) ? names.parse(nodes) : nodes,
    ]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
