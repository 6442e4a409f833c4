import { isSearchKey } from '../changes/search-key.ts';
import { isObject } from '../fields.ts';
import type { Supplied } from '../request.ts';
import type { FindOrdersOptions, OrdersFetchOptions } from './options.ts';

/** What an option must be, in words that follow "must be", unless it is undefined. */
type Rule = readonly [expected: string, isRight: (value: unknown) => boolean];

type Rules<Options> = { readonly [Name in keyof Required<Options>]: Rule };

const aText: Rule = ['a string that is not empty', (value) => typeof value === 'string' && value !== ''];

const aKey: Rule = ['a string that is not empty and has no spaces around it', isSearchKey];

const aFunction: Rule = ['a function', (value) => typeof value === 'function'];

const aBoolean: Rule = ['true or false', (value) => typeof value === 'boolean'];

const rulesOfFetch: Rules<OrdersFetchOptions> = {
  price: ["an amount and a currency, a function, or 'not-read' if your code never reads one", isPrice],
  supplied: ['an object or a function', (value) => isObject(value) || typeof value === 'function'],
  reports: ['an object', isObject],
  cancelWholeOrders: aBoolean,
  onNote: aFunction,
  onSend: aFunction,
  onOrder: aFunction,
  fetch: aFunction,
};

const rulesOfReports: Rules<NonNullable<OrdersFetchOptions['reports']>> = {
  addressAs: ["'object' or 'text'", (value) => value === 'object' || value === 'text'],
  emptyEmployee: aBoolean,
};

const rulesOfSupplied: Rules<Supplied> = {
  use_case: aText,
  date_of_birth: aText,
  contact_email: aText,
  company_name: aText,
  search_key: aKey,
};

const rulesOfSearch: Rules<FindOrdersOptions & { searchKey: string }> = {
  searchKey: aKey,
  // Of any other, the error of fetch would show it.
  token: ['a secret key without spaces', (value) => typeof value === 'string' && /^[!-~]+$/.test(value)],
  baseUrl: ['a string with a URL without a query', isBaseUrl],
  fetch: aFunction,
  signal: ['an AbortSignal', (value) => isObject(value) && typeof value['aborted'] === 'boolean'],
};

function isPrice(value: unknown): boolean {
  if (isObject(value)) return ['string', 'object'].includes(typeof value['amount']);
  return value === 'not-read' || typeof value === 'function';
}

function isBaseUrl(value: unknown): boolean {
  try {
    const { href, origin, pathname } = new URL(value as string);
    return typeof value === 'string' && href === origin + pathname;
  } catch {
    return false;
  }
}

/** @throws TypeError if an option is wrong or unknown: a misspelt `onSend` would be ignored, and no search key stored. */
export function checkOptions(options: OrdersFetchOptions): void {
  check('ordersFetch', options, rulesOfFetch, ['price']);
  const { supplied, reports } = options;
  if (typeof supplied !== 'function') checkSupplied('ordersFetch: supplied', supplied ?? {});
  check('ordersFetch: reports', reports ?? {}, rulesOfReports);
}

/** @throws TypeError if something that is supplied is wrong or unknown. */
export function checkSupplied(what: string, supplied: unknown): void {
  check(what, supplied, rulesOfSupplied);
}

/** @throws TypeError if an option is wrong, missing or unknown, or a production key would be sent over http. */
export function checkSearch(searchKey: unknown, options: FindOrdersOptions): void {
  check('findOrders', { ...options, searchKey }, rulesOfSearch, ['searchKey', 'token', 'baseUrl']);
  const { token, baseUrl } = options;
  if (!/^https:/i.test(baseUrl) && !token.startsWith('tw_sk_test_'))
    throw new TypeError('findOrders: baseUrl must use https: only a tw_sk_test_ key may be sent over http.');
}

/** @param required - The names of the options that must not be undefined. */
function check(
  what: string,
  value: unknown,
  rules: Readonly<Record<string, Rule>>,
  required: readonly string[] = [],
): void {
  if (!isObject(value)) throw new TypeError(`${what}: this must be an object.`);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(rules, name));
  if (unknown !== undefined) {
    const known = Object.keys(rules).join(', ');
    throw new TypeError(`${what}: unknown option "${unknown}". Known options: ${known}.`);
  }
  for (const [name, [expected, isRight]] of Object.entries(rules)) {
    const isNeeded = value[name] !== undefined || required.includes(name);
    if (isNeeded && !isRight(value[name])) throw new TypeError(`${what}: ${name} must be ${expected}.`);
  }
}
