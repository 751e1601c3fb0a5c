const words = "key|secret|token|password|passwd|passphrase|assertion|cookie|credentials?";

/** `AccessKeySecret`, `HW_SECRET_KEY`, `sk`; a name such as `token_file` or `tokenType` means something else. */
export const secretName: string = String.raw`(?:[\w-]*(?:${words})(?:[_-]?id)?|(?:[\w-]*[_-])?(?:ak|sk|access|pin))`;
