/** A mistake on the command line: exit code 5, nothing was asked of any cloud. */
export class UsageError extends Error {
  readonly hint: string | undefined;
  readonly detail: string | undefined;

  constructor(message: string, hint?: string, detail?: string) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
    this.detail = detail;
  }
}

/** A report was asked for in a file that the run uses itself. */
export class OverwriteError extends UsageError {
  /** As named on the command line. */
  readonly file: string;

  constructor(what: string, file: string) {
    super(`--output would write over ${what}`, "Name another file.");
    this.file = file;
  }
}

/** A text could not be written where it was to go. */
export class UnwrittenError extends UsageError {}

/** A run said what it had to say wherever it could, and that was not everywhere. */
export class UndeliveredError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = "UndeliveredError";
    this.exitCode = exitCode;
  }
}
