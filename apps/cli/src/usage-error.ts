/** A mistake on the command line: exit code 5, nothing was asked of any cloud. */
export class UsageError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
  }
}

/** A report could not be written where it was to go. */
export class UnwrittenError extends UsageError {}
