/** What ids of Huawei Cloud look like, for schemas. The path segments `.` and `..` are no ids. */
export const idPattern = "^(?!\\.{1,2}$)[A-Za-z0-9._-]+$";

const expression = new RegExp(idPattern);

/** True for a text that can stand in a path as it is. */
export function isPlainId(text: string): boolean {
  return expression.test(text);
}
