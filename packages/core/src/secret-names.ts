// What secrets are called. A name that is missing here is masked only where a schema calls its value secret.
const words = "key|secret|token|password|passwd|passphrase|assertion|cookie|credentials?";

/** `AccessKeySecret`, `HW_SECRET_KEY`, `sk`; a name such as `token_file` or `tokenType` means something else. */
export const secretName: string = String.raw`(?:[\w-]*(?:${words})(?:[_-]?id)?|(?:[\w-]*[_-])?(?:ak|sk|access|pin))`;

/** Anywhere in the name of a variable that holds a secret, or may: its value is one even if it is an everyday word. */
export const secretVariable: RegExp = new RegExp(
  `${words}|pass|pin|cred|auth|session|sign|private|cert|login|user`,
  "i",
);

/** In text of any kind, a value that is assigned to a name which leaves no doubt: a key alone is most often no secret. */
export const secretAssignment: RegExp =
  /(?:secret|password|token|credential|access[_-]?key|api[_-]?key)[\w-]{0,40}["']?[ \t]{0,10}[:=][ \t]{0,10}("[^"\n]*"?|'[^'\n]*'?|[^\s,}\]{["'$#](?:(?![ \t]#)[^\n,}\]])*)/gi;
