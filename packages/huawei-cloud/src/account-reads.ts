import type { Read } from "@upgradectl/provider-sdk";
import { signInReads } from "./credentials/sign-in-reads.ts";
import { projectRead } from "./project-id.ts";

/** What any Huawei Cloud provider may ask besides its own reads; each appends them to its `reads`. */
export const accountReads: readonly Read[] = [projectRead, ...signInReads];
