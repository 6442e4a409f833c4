/** Thrown if the sandbox is used incorrectly, or cannot go on. The message says what is wrong and what to do. */
export class SandboxError extends Error {
  /** What is wrong, as a stable code: `invalid_option`, `unknown_fault`, `store_failed`, `closed`, ... */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SandboxError';
    this.code = code;
  }
}
