import { resolve } from '@truework-legacy/spec/document';
import { spec } from '../spec/index.ts';

/** Replaces a value that is not shown. */
export const hidden = '•••';

const socialSecurityNumber = /\b\d{3}-?\d{2}-?(\d{4})\b/g;

/** Fields that the spec names and never marks as personal. A field that it does not name may contain anything. */
const harmlessNames = findHarmlessNames();

/**
 * A JSON value without what may be personal: fields that the spec marks as personal data, and fields that it does
 * not name. A social security number keeps its last four digits, as in the API's own responses.
 */
export function hidePersonalData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidePersonalData);
  return typeof value === 'object' ? hideIn(value) : hidden;
}

/** A path and query without numbers like social security numbers, and without parameters that the spec does not name. */
export function hidePersonalDataInUrl(url: string): string {
  const [path, query] = url.split(/\?(.*)/s) as [string, string?];
  const hiddenPath = hideNumbers(decodeSafely(path));
  const shownPath = hiddenPath === decodeSafely(path) ? path : hiddenPath;
  if (query === undefined) return shownPath;
  const parameters = [...new URLSearchParams(query)].map(([name, text]) =>
    harmlessNames.has(name) ? `${name}=${hideNumbers(text)}` : `${hidden}=${hidden}`,
  );
  return `${shownPath}?${parameters.join('&')}`;
}

/** A text in which numbers like social security numbers are hidden, except for their last four digits. */
export function hideNumbers(text: string): string {
  return text.replace(socialSecurityNumber, '***-**-$1');
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function hideIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideIn);
  if (typeof value === 'string') return hideNumbers(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (name === 'error') return [name, hideQuotations(field)];
      // They repeat the parameters of the request.
      if ((name === 'next' || name === 'previous') && typeof field === 'string') {
        return [name, hidePersonalDataInUrl(field)];
      }
      if (harmlessNames.has(name)) return [name, hideIn(field)];
      if (name === 'social_security_number' && typeof field === 'string') {
        return [name, `***-**-${field.slice(-4)}`];
      }
      return [name, hideValues(field)];
    }),
  );
}

/** The errors quote what was sent. */
function hideQuotations(value: unknown): unknown {
  if (typeof value === 'string') {
    return hideNumbers(value.replace(/"[^"]*"/g, `"${hidden}"`));
  }
  return mapFields(value, hideQuotations);
}

/** A JSON value with the values of all its fields hidden. */
export function hideValues(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? mapFields(value, hideValues) : hidden;
}

function mapFields(value: unknown, change: (field: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, change(field)]));
}

interface Described {
  additionalProperties?: unknown;
  anyOf?: Described[];
  in?: string;
  name?: string;
  properties?: Record<string, Described>;
  'x-pii'?: boolean;
}

function findHarmlessNames(): Set<string> {
  const named = new Set<string>();
  const personal = new Set<string>();
  const note = (name: string, described: Described) => {
    const whole = resolve(spec(), described);
    // The names in a map are the caller's own, and say nothing of what their values are.
    const forms = [whole, ...(whole.anyOf ?? []).map((form) => resolve(spec(), form))];
    const isMap = forms.some(({ additionalProperties }) => typeof additionalProperties === 'object');
    (isMap || whole['x-pii'] ? personal : named).add(name);
  };
  const walk = (node: Described) => {
    if (typeof node !== 'object' || node === null) return;
    if (node.in !== undefined) note(node.name as string, node);
    if (typeof node.properties === 'object') {
      for (const [name, property] of Object.entries(node.properties)) note(name, property);
    }
    for (const child of Object.values(node)) walk(child as Described);
  };
  walk(spec() as Described);
  return new Set([...named].filter((name) => !personal.has(name)));
}
