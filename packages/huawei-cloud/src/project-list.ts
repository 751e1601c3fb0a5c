import * as z from "zod";
import { text } from "./shapes.ts";

// A file of its own, loaded where projects are looked up: most runs need no shape before their first read.
export const projectList = z.object({
  projects: z.array(z.object({ id: text, name: text })),
  links: z.object({ next: text }).catch({ next: null }),
});
