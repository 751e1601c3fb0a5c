// `pnpm schemas`: writes the JSON Schemas of this folder anew from the code.
import { writeFile } from "node:fs/promises";
import { generatedSchemas, renderSchema } from "./generated-schemas.ts";

for (const [name, schema] of Object.entries(generatedSchemas)) {
  await writeFile(new URL(name, import.meta.url), renderSchema(schema));
}
