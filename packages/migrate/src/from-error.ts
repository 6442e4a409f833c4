import { errorFromLater } from './changes/errors.ts';
import type { ApiErrorBody } from './generated/types.gen.ts';

/**
 * An error of 2023-10-30 as one of 2019-10-15: the message as it is, and invalid fields by their old names.
 *
 * @param body - The body of a response with a status of 400 or more.
 * @returns Undefined if it is no error of the API, as that of a proxy.
 */
export function fromError(body: unknown): ApiErrorBody | undefined {
  return errorFromLater(body);
}
