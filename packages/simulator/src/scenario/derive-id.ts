import { hash } from "node:crypto";

/** 64 hexadecimal digits that are the same for the same names in every run. */
export function deriveHex(...names: readonly string[]): string {
  return hash("sha256", names.join("\u0000"));
}

export function deriveUuid(...names: readonly string[]): string {
  return deriveHex(...names).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-1$3-8$4-$5");
}
