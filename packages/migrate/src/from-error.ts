import { errorFromLater } from './changes/errors.ts';
import type { ApiErrorBody } from './generated/types.gen.ts';

/**
 * Converts an error of 2023-10-30 to one of 2019-10-15: the same message, and invalid fields with their old names.
 *
 * @param body - The body of a response with a status of 400 or more.
 * @returns Undefined if it is not an error of the API, such as one of a proxy.
 */
export function fromError(body: unknown): ApiErrorBody | undefined {
  return errorFromLater(body);
}
