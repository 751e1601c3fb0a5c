import * as z from "zod/mini";
import { anything, object, section } from "../shapes.ts";

const noProject = { id: null };
const tokenBody = object({
  token: section({ expires_at: anything, project: z.catch(section({ id: anything }), noProject) }),
});
const noBody = { token: { expires_at: null, project: noProject } };

/** What the answer's body says of a token. Without it the token serves all the same, until it is refused. */
export function parseDetails(body: unknown): z.output<typeof tokenBody> {
  try {
    const parsed = tokenBody.safeParse(typeof body === "string" ? JSON.parse(body) : body);
    return parsed.data ?? noBody;
  } catch {
    return noBody;
  }
}
