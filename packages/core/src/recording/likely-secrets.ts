const name = String.raw`[\w-]*(?:key|secret|token|password|passwd|passphrase|assertion|cookie)(?:[_-]?id)?`;
/** `"AccessKeySecret": "..."`, `secret_key = ...`; a name such as `token_file` or `tokenType` means something else. */
const assignments = new RegExp(String.raw`(?<![\w-])${name}["']?\s*[:=]\s*["']?([^\s"',;{}]+)`, "gi");
const names = new RegExp(String.raw`^${name}$|^(?:set-cookie|authorization)$`, "i");
const variableNames = /(?:KEY|SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE)(?:_ID)?$/i;

/** Shorter ones are more often words. */
const shortest = 8;
/** A file that is one long word is a token. */
const shortestToken = 20;

/**
 * What a text for signing in holds that looks like a secret. Plugins name the secrets that they use; a file may also hold
 * those of other accounts, and an answer some that nobody used.
 */
export function findLikelySecrets(text: string): readonly string[] {
  const found = [...text.matchAll(assignments)].map(([, value = ""]) => value);
  const whole = text.trim();
  if (whole.length >= shortestToken && !/\s/.test(whole) && !/^[[{<]/.test(whole)) found.push(whole);
  return found.filter(isLikely);
}

/** Is the value of a header of this name likely a secret? */
export function isSecretHeader(header: string, value: string): boolean {
  return names.test(header) && isLikely(value);
}

/** Is the value of an environment variable of this name likely a secret? */
export function isSecretVariable(variable: string, value: string): boolean {
  return variableNames.test(variable) && isLikely(value);
}

function isLikely(value: string): boolean {
  return value.length >= shortest && !/^https?:\/\/|^\d{4}-\d\d-\d\dT/.test(value);
}
