import { namesIn } from '@truework-legacy/spec/document';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { excerpt } from '../errors/index.ts';
import type { InvalidFields } from '../generated/types.gen.ts';
import { ApiError } from '../http/index.ts';
import { type Parameter, type SpecOperation, schemaValidator } from '../spec/index.ts';

/** The values of an operation's parameters by name: integers as numbers, defaults filled in. */
export type ParameterValues = Record<string, string | number | boolean | undefined>;

/**
 * Checks the body of a request against the spec.
 *
 * @throws {@link ApiError} 400 with `invalid_fields`, in the API's own words if they are known.
 */
export function validateBody(operation: SpecOperation, body: unknown): void {
  if (operation.bodyPointer === undefined) return;
  const validate = schemaValidator(operation.bodyPointer);
  if (validate(body)) return;
  const errors = (validate.errors as ErrorObject[]).filter((error) => !hasAccountDefault(error));
  if (errors.length === 0) return;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError(400, 'Invalid data. Expected a dictionary.');
  }
  throw invalid(toInvalidFields(errors));
}

/** Whether a field is missing that the account has a default for. */
function hasAccountDefault({ params, parentSchema }: ErrorObject): boolean {
  return parentSchema?.['properties']?.[params['missingProperty']]?.['x-fallback'] === 'account';
}

/**
 * Reads and checks the parameters of a request.
 *
 * @param raw - Returns the value that was sent, undefined if there was none.
 * @throws {@link ApiError} 400 with `invalid_fields`.
 */
export function readParameters(
  operation: SpecOperation,
  raw: (parameter: Parameter) => string | undefined,
): ParameterValues {
  const values: ParameterValues = {};
  const errors: ErrorObject[] = [];
  for (const parameter of operation.parameters) {
    const text = raw(parameter);
    if (text === undefined || (text === '' && parameter.allowEmptyValue === true)) {
      setDefault(values, parameter);
      continue;
    }
    if (parameter.clamped !== undefined) {
      const number = pythonInteger(text);
      if (number >= parameter.clamped.least)
        values[parameter.name] = Math.min(number, parameter.clamped.most);
      else setDefault(values, parameter);
      continue;
    }
    if (isPlainText(text, parameter)) {
      values[parameter.name] = text;
      continue;
    }
    const value = fromText(text, parameter.type);
    const validate = schemaValidator(parameter.pointer);
    if (validate(value)) values[parameter.name] = value;
    else
      errors.push(
        ...(validate.errors as ErrorObject[]).map((error) => ({
          ...error,
          instancePath: `/${parameter.name}`,
        })),
      );
  }
  if (errors.length > 0) throw invalid(toInvalidFields(errors));
  return values;
}

function setDefault(values: ParameterValues, { name, default: preset }: Parameter): void {
  values[name] = preset;
}

/** The number that Python, which the API is written in, reads in a text. NaN if it reads none. */
function pythonInteger(text: string): number {
  return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
}

/** Whether a text is valid by its length alone. Nothing has to be loaded to check an id. */
function isPlainText(text: string, { boundedText }: Parameter): boolean {
  return boundedText !== undefined && text.length >= boundedText.least && text.length <= boundedText.most;
}

/** A parameter's value as its schema's type, or what the check of its schema rejects. */
function fromText(text: string, type: string | undefined): string | number | boolean {
  if (type === 'integer') return pythonInteger(text);
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

function invalid(invalidFields: InvalidFields): ApiError {
  return new ApiError(400, 'Invalid field values provided', invalidFields);
}

/** The errors of ajv as the API words them: one text for each problem of a field. */
function toInvalidFields(errors: readonly ErrorObject[]): InvalidFields {
  const fields: InvalidFields = Object.create(null);
  for (const error of ofNearestForms(errors)) {
    const message = messageFor(error);
    if (message !== undefined) addMessage(fields, pathOf(error), message);
  }
  return fields;
}

/** Of an object that may have several forms, only what is missing of the form that it has most of: the others were not meant. */
function ofNearestForms(errors: readonly ErrorObject[]): ErrorObject[] {
  const missing = new Map<string, Map<unknown, number>>();
  for (const { keyword, instancePath, parentSchema } of errors) {
    if (keyword !== 'required') continue;
    const forms = missing.get(instancePath) ?? new Map<unknown, number>();
    missing.set(instancePath, forms.set(parentSchema, (forms.get(parentSchema) ?? 0) + 1));
  }
  return errors.filter(({ keyword, instancePath, parentSchema }) => {
    const forms = keyword === 'required' ? missing.get(instancePath) : undefined;
    return forms === undefined || forms.get(parentSchema) === Math.min(...forms.values());
  });
}

function pathOf({ instancePath, keyword, params }: ErrorObject): string[] {
  const path = namesIn(instancePath);
  return keyword === 'required' ? [...path, (params as { missingProperty: string }).missingProperty] : path;
}

/** An error in the words of Django REST Framework, which the API uses. Returns undefined if it only repeats another one. */
function messageFor({ keyword, params, data }: ErrorObject): string | undefined {
  if (data === null) return 'This field may not be null.';
  switch (keyword) {
    case 'required':
      return 'This field is required.';
    case 'type':
      return typeMessage((params as { type: string | string[] }).type);
    case 'enum':
      return typeof data === 'string' ? `"${excerpt(data)}" is not a valid choice.` : undefined;
    case 'minLength':
      return 'This field may not be blank.';
    case 'maxLength':
      return `Ensure this field has no more than ${params['limit']} characters.`;
    case 'minimum':
      return `Ensure this value is greater than or equal to ${params['limit']}.`;
    case 'format':
      return formatMessages[params['format']] ?? invalidValue;
    case 'pattern':
      return 'This value does not match the required pattern.';
    case 'anyOf':
    case 'const':
      // They only repeat what their branches said.
      return undefined;
    default:
      return invalidValue;
  }
}

/** For keywords and formats that no request has yet. */
const invalidValue = 'Enter a valid value.';

const typeMessages: Readonly<Record<string, string>> = {
  string: 'Not a valid string.',
  integer: 'A valid integer is required.',
  boolean: 'Must be a valid boolean.',
  array: 'Expected a list of items.',
  object: 'Invalid data. Expected a dictionary.',
};

/** Returns undefined for the branch of a nullable field that only null would satisfy. */
function typeMessage(type: string | string[]): string | undefined {
  return [type]
    .flat()
    .map((name) => typeMessages[name])
    .find(Boolean);
}

const formatMessages: Readonly<Record<string, string>> = {
  email: 'Enter a valid email address.',
  date: 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.',
};

function addMessage(fields: InvalidFields, path: string[], message: string): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  const present = fields[name];
  if (rest.length === 0) {
    if (present === undefined) fields[name] = [message];
    else if (Array.isArray(present) && !present.includes(message)) present.push(message);
    return;
  }
  // An error of the field itself hides those inside it.
  if (Array.isArray(present)) return;
  const inside: InvalidFields = present ?? Object.create(null);
  fields[name] = inside;
  addMessage(inside, rest, message);
}
