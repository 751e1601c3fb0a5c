import { composeSchema, reportSchema } from "@upgradectl/core";
import { scenarioSchema } from "@upgradectl/simulator";

const dialect = "https://json-schema.org/draft/2020-12/schema";

/** The committed files of this folder, by name. */
export const generatedSchemas: Readonly<Record<string, object>> = {
  "manifest.schema.json": { $schema: dialect, ...composeSchema([]) },
  "report.schema.json": { $schema: dialect, ...reportSchema },
  "scenario.schema.json": { $schema: dialect, ...scenarioSchema },
};

export function renderSchema(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
