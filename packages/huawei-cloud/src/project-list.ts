import * as z from "zod/mini";
import { array, object, text } from "./shapes.ts";

// A file of its own, loaded where projects are looked up: most runs need no shape before their first read.
export const projectList = object({
  projects: array(object({ id: text, name: text })),
  links: z.catch(object({ next: text }), { next: null }),
});
