import type { ApiErrorBody, InvalidFields } from '../generated/types.gen.ts';

/** An error response, thrown by a handler. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ApiErrorBody;
  /** In addition to those of every response. */
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
