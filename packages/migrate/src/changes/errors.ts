import { isObject } from '../fields.ts';
import type { ApiErrorBody, InvalidFields } from '../generated/types.gen.ts';

// An error has the same shape. Which fields are invalid is said by their names in 2023-10-30, if at all: the description has the message
// alone.

const renamed: Readonly<Record<string, string>> = {
  authorization_forms: 'documents',
  request_config: 'request_parameters',
  allowed_verification_methods: 'verification_methods',
  companies: 'company',
  country_subdivision_code: 'state',
  postal_code: 'zip_code',
};

/** Fields next to the person in a target of a login, and above the target in a session. */
const besideTarget = ['type', 'permissible_purpose', 'use_case', 'metadata', 'reseller_originating_party'];

/** @returns Undefined if it is not an error of the API. */
export function errorFromLater(body: unknown): ApiErrorBody | undefined {
  const error = isObject(body) ? body['error'] : undefined;
  if (!isObject(error) || typeof error['message'] !== 'string') return undefined;
  const fields = error['invalid_fields'];
  const renamedFields = isObject(fields) && { invalid_fields: topFields(fields) };
  // Whatever else there is stays, because the client recognizes the error of a gateway by it.
  return { ...(body as object), error: { ...error, ...renamedFields } } as ApiErrorBody;
}

function topFields(fields: Record<string, unknown>): InvalidFields {
  const { targets, ...others } = fields;
  const first = firstOf(targets);
  if (!isObject(first)) return legacyNames(others);
  const isAbove = ([name]: [string, unknown]) => besideTarget.includes(name);
  const entries = Object.entries(first);
  const above = Object.fromEntries(entries.filter(isAbove));
  const target = Object.fromEntries(entries.filter((entry) => !isAbove(entry)));
  return legacyNames({ ...others, ...above, ...(Object.keys(target).length > 0 && { target }) });
}

/** The only one of a list, which may be an object by its index. */
function firstOf(list: unknown): unknown {
  if (Array.isArray(list)) return list[0];
  return isObject(list) ? list['0'] : undefined;
}

/** How deep fields are read. The API's have less than ten levels, and a hostile error would exhaust the stack. */
const deepest = 50;

function legacyNames(fields: Record<string, unknown>, depth = 0): InvalidFields {
  const entries = Object.entries(depth < deepest ? fields : {}).map(([name, value]) => [
    renamed[name] ?? name,
    legacyPart(name, value, depth + 1),
  ]);
  return Object.fromEntries(entries) as InvalidFields;
}

function legacyPart(name: string, value: unknown, depth: number): unknown {
  const inside = name === 'companies' ? (firstOf(value) ?? value) : value;
  if (!isObject(inside)) return inside;
  const { address, ...others } = inside;
  // The parts of the address of a company stood beside its name.
  return legacyNames(isObject(address) ? { ...others, ...address } : inside, depth);
}
