import type { ApiErrorBody, InvalidFields } from '../generated/types.gen.ts';

/** An answer that is not a success, thrown by a handler. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ApiErrorBody;
  /** Beside those of every answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    invalidFields?: InvalidFields,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = {
      error: invalidFields === undefined ? { message } : { message, invalid_fields: invalidFields },
    };
  }
}
