import { locate } from '@truework-legacy/spec/document';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { type SpecOperation, schemaValidator, spec, specWebhooks } from '../spec/index.ts';
import type { Rendered } from '../state/index.ts';

/** A response or a webhook of the sandbox does not match the spec: a mistake of the sandbox, or of its test people. */
export class SpecBreachError extends Error {
  constructor(what: string, breaches: string[]) {
    super(`${what} does not match the spec: ${breaches.join('; ')}`);
  }
}

/**
 * Validates the JSON body of a response against the spec, once.
 *
 * @param partial - Whether `fields` left fields out.
 * @throws {@link SpecBreachError}
 */
export function validateResponse(
  operation: SpecOperation,
  status: number,
  body: Rendered<unknown>,
  partial: boolean,
): void {
  if (body.unchecked === undefined) return;
  const what = `The response ${status} of ${operation.id}`;
  const pointer = operation.responsePointers[status];
  if (pointer === undefined) throw new SpecBreachError(what, ['the spec has no such status']);
  const { value, items } = body.unchecked;
  check(what, pointer, value, partial);
  for (const item of items) {
    if (item.unchecked === undefined) continue;
    check(what, `${locate(spec(), pointer).pointer}/properties/results/items`, item.unchecked.value, partial);
    item.unchecked = undefined;
  }
  body.unchecked = undefined;
}

/**
 * Validates the body of a webhook against the spec.
 *
 * @param event - Such as `verification_request.state.change`.
 * @throws {@link SpecBreachError}
 */
export function checkWebhook(event: string, body: unknown): void {
  const webhook = specWebhooks[event];
  if (webhook === undefined)
    throw new SpecBreachError(`The webhook ${event}`, ['the spec has no such webhook']);
  check(`The webhook ${event}`, webhook.bodyPointer, body, false);
}

function check(what: string, pointer: string, value: unknown, partial: boolean): void {
  const validate = schemaValidator(pointer);
  if (validate(value)) return;
  const excused = ({ keyword, instancePath }: ErrorObject) =>
    partial && keyword === 'required' && instancePath === '';
  const breaches = (validate.errors as ErrorObject[]).filter((error) => !excused(error));
  if (breaches.length === 0) return;
  throw new SpecBreachError(
    what,
    // Locations, never values: those may be personal data.
    breaches.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`),
  );
}
