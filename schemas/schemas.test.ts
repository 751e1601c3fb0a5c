import { readdir, readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { generatedSchemas, renderSchema } from "./generated-schemas.ts";

describe("schemas/", () => {
  it.each(Object.keys(generatedSchemas))(
    "%s is what the code says; `pnpm schemas` writes it anew",
    async (name) => {
      const committed = await readFile(new URL(name, import.meta.url), "utf8");
      expect(committed).toBe(renderSchema(generatedSchemas[name] ?? {}));
    },
  );

  it("has no schema that nothing generates", async () => {
    const files = await readdir(new URL(".", import.meta.url));
    expect(files.filter((file) => file.endsWith(".json")).sort()).toEqual(
      Object.keys(generatedSchemas).sort(),
    );
  });

  it.each(Object.entries(generatedSchemas))("%s is valid draft 2020-12", (_name, schema) => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true);
  });
});
