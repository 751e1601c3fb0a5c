import type { KeyForms } from "../sign-in-desk.ts";

/** Temporary keys are told from permanent ones by how they begin; the prefixes are ours. */
export const keyForms: KeyForms = { accessKeyId: "HSTA", securityToken: "hQpjbi1ub3J0aC00" };
