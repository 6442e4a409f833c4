import type { ApiErrorBody, InvalidFields } from './generated/types.gen.ts';

/** An answer that is not a success, thrown by a handler. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ApiErrorBody;

  constructor(status: number, message: string, invalidFields?: InvalidFields) {
    super(message);
    this.status = status;
    this.body = {
      error: invalidFields === undefined ? { message } : { message, invalid_fields: invalidFields },
    };
  }
}
