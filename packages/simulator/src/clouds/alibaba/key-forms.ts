import type { KeyForms } from "../sign-in-desk.ts";

/** Temporary keys begin with `STS.`, their tokens with `CAIS`. */
export const keyForms: KeyForms = { accessKeyId: "STS.NU", securityToken: "CAIS" };
