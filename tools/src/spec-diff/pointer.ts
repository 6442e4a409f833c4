import { namesIn } from '@truework-legacy/spec/document';

/** A JSON value that has properties. */
export type JsonObject = Record<string, unknown>;

/** One step of a JSON pointer: a keyword of OpenAPI or JSON Schema, or a name that the author of the document chose. */
export interface Step {
  text: string;
  is: 'keyword' | 'name';
}

/** Keywords below which the author chooses the names: a property may well be called `description`. */
const keywordsOverNames = new Set([
  'paths',
  'webhooks',
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'securitySchemes',
  'links',
  'callbacks',
  'pathItems',
  'content',
  'encoding',
  'variables',
  'mapping',
  'scopes',
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependentRequired',
  '$defs',
  'x-enumDescriptions',
]);

/** The steps of a pointer such as `#/paths/~1companies~1/get`, from the root on. */
export function stepsOf(pointer: string): Step[] {
  let named = false;
  return namesIn(pointer).map((text) => {
    const step: Step = { text, is: named ? 'name' : 'keyword' };
    named = !named && keywordsOverNames.has(text);
    return step;
  });
}

/** The value at a pointer, following the references on the way. Undefined if there is no value. */
export function valueAt(document: unknown, pointer: string): unknown {
  return namesIn(pointer).reduce<unknown>((node, text) => {
    const target = isObject(node) ? reference(node) : undefined;
    const resolved = target === undefined ? node : valueAt(document, target);
    return typeof resolved === 'object' && resolved !== null ? (resolved as JsonObject)[text] : undefined;
  }, document);
}

/** The pointer of what contains the value at this one. */
export function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** The last step of a pointer, if the author of the document chose it. */
export function lastName(pointer: string): string | undefined {
  const last = stepsOf(pointer).at(-1);
  return last?.is === 'name' ? last.text : undefined;
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where a node refers to within its document. */
export function reference(node: JsonObject): string | undefined {
  return typeof node['$ref'] === 'string' ? node['$ref'] : undefined;
}
