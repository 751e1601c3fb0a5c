import {
  composeSchema,
  lockSchema,
  recordedExchangeSchema,
  recordingSchema,
  reportSchema,
} from "@upgradectl/core";
import { scenarioSchema } from "@upgradectl/simulator";
import { composeAnswerSchema, requestSchema } from "../packages/provider-exec/src/published-schemas.ts";

const dialect = "https://json-schema.org/draft/2020-12/schema";

/** The committed files of this folder, by name. */
export const generatedSchemas: Readonly<Record<string, object>> = {
  "exec-observation.schema.json": { $schema: dialect, ...composeAnswerSchema() },
  "exec-request.schema.json": { $schema: dialect, ...requestSchema },
  "lock.schema.json": { $schema: dialect, ...lockSchema },
  "manifest.schema.json": { $schema: dialect, ...composeSchema([]) },
  "recording.schema.json": { $schema: dialect, ...recordingSchema },
  "recording-exchange.schema.json": { $schema: dialect, ...recordedExchangeSchema },
  "report.schema.json": { $schema: dialect, ...reportSchema },
  "scenario.schema.json": { $schema: dialect, ...scenarioSchema },
};

export function renderSchema(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
