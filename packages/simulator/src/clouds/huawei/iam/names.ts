import { deriveHex } from "../../../scenario/derive-id.ts";
import type { Account } from "../../../scenario/world.ts";

/** Ids of accounts ("domains") and users are made from their names, the same in every run. */
export function domainId(domainName: string): string {
  return deriveHex("domain", domainName).slice(0, 32);
}

export function userId(domainName: string, userName: string): string {
  return deriveHex("user", domainName, userName).slice(0, 32);
}

/** A project is named like its region; further ones are `{region}_{name}`. */
export function projectOf(account: Account): { readonly id: string; readonly name: string } {
  return { id: account.projectId, name: account.region };
}

/** `2017-04-17T07:55:18.575000Z`: microseconds, of which the clock has only the first three (IAM API reference). */
export function iamTime(epoch: number): string {
  return `${new Date(epoch).toISOString().slice(0, 23)}000Z`;
}
