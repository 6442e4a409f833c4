/** The sandbox was used in a way that it does not know. The message says what is wrong and what to write instead. */
export class SandboxError extends Error {
  /** What is wrong, as a constant: `unknown_fault`, `too_many_webhook_targets`, ... */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'SandboxError';
    this.code = code;
  }
}
