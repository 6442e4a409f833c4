import { isObject } from '../fields.ts';
import type { Supplied } from '../request.ts';
import type { OrdersFetchOptions } from './options.ts';

const functions = ['onNote', 'onSend', 'onOrder', 'fetch'] as const;

const optionNames: readonly (keyof OrdersFetchOptions)[] = [
  'price',
  'supplied',
  'reports',
  'cancelWholeOrders',
  ...functions,
];

export const suppliedNames: readonly (keyof Supplied)[] = [
  'use_case',
  'date_of_birth',
  'contact_email',
  'company_name',
  'search_key',
];

/** @throws TypeError if an option is wrong or unknown: a misspelt `onSend` would be ignored, and no search key stored. */
export function checkOptions(options: OrdersFetchOptions): void {
  checkNames('ordersFetch', options, optionNames);
  const { price, supplied } = options;
  // Without this check, a forgotten price would be read as undefined.
  if (price !== 'not-read' && typeof price !== 'function' && !isObject(price)) {
    throw new TypeError(
      "ordersFetch: price is missing. Pass a price, a function, or 'not-read' if your code never reads one.",
    );
  }
  for (const name of functions) {
    if (options[name] !== undefined && typeof options[name] !== 'function')
      throw new TypeError(`ordersFetch: ${name} must be a function.`);
  }
  if (supplied !== undefined && typeof supplied !== 'function')
    checkNames('ordersFetch: supplied', supplied, suppliedNames);
}

/** @throws TypeError if it is not an object with these names alone. */
export function checkNames(what: string, value: unknown, names: readonly string[]): void {
  if (!isObject(value)) throw new TypeError(`${what}: this must be an object.`);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${what}: unknown option "${unknown}". Known options: ${names.join(', ')}.`);
}
