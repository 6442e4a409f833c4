import { methods, pointerTo } from '@truework-legacy/spec/document';
import { isObject, reference, stepsOf, valueAt } from './pointer.ts';

/** Where a change is, in the words of a reader. */
export interface Location {
  /** The operation, webhook or component: `POST /verification-requests/`, `schema Target`. The rest is `document`. */
  subject: string;
  /** Where in it: `response 200.first_name.x-pii`. Empty if it is the subject itself. */
  location: string;
  /** The file of the spec that it is written in, or was. */
  file: string;
}

const componentKinds: Record<string, string> = {
  schemas: 'schema',
  parameters: 'parameter',
  responses: 'response',
  headers: 'header',
  examples: 'example',
  links: 'link',
  requestBodies: 'request body',
  securitySchemes: 'security scheme',
};

const isMethod = (name = '') => (methods as readonly string[]).includes(name);

/** Steps that say nothing to a reader. */
const silent = new Set(['content', 'application/json', 'schema', 'properties', 'responses', 'components']);

/** The location of a pointer, in a document that has it. */
export function locationOf(pointer: string, document: unknown): Location {
  const steps = stepsOf(pointer);
  const [area, name, property] = steps.map(({ text }) => text);
  const inside = (from: number) => describe(pointer, from, document);
  if (area === 'paths' && name !== undefined) {
    const file = `spec/paths/${name.replace(/^\/|\/$/g, '').replaceAll('/', '_')}.yaml`;
    return property !== undefined && isMethod(property)
      ? { subject: `${property.toUpperCase()} ${name}`, location: inside(3), file }
      : { subject: `path ${name}`, location: inside(2), file };
  }
  if (area === 'webhooks' && name !== undefined)
    return {
      subject: `webhook ${name}`,
      location: inside(isMethod(property) ? 3 : 2),
      file: `spec/webhooks/${name}.yaml`,
    };
  if (area === 'components' && name !== undefined && property !== undefined)
    return {
      subject: `${componentKinds[name] ?? name} ${property}`,
      location: inside(3),
      file: `spec/components/${name}/${property}.yaml`,
    };
  return { subject: 'document', location: inside(0), file: 'spec/openapi.yaml' };
}

function describe(pointer: string, from: number, document: unknown): string {
  let at = '#';
  let previous = '';
  const words = stepsOf(pointer).map(({ text, is }) => {
    at = pointerTo(at, text);
    const value = valueAt(document, at);
    const target = isObject(value) ? reference(value) : undefined;
    const word = wordFor(text, is, previous, target === undefined ? value : valueAt(document, target));
    previous = text;
    return word;
  });
  // What changed is named, even if its name says nothing on the way to something else.
  if (words.at(-1) === '') words.splice(-1, 1, previous);
  return words
    .slice(from)
    .filter((word) => word !== '')
    .join('.')
    .replaceAll('.[]', '[]');
}

function wordFor(text: string, is: 'keyword' | 'name', previous: string, value: unknown): string {
  if (previous === 'responses') return `response ${text}`;
  if (previous === 'parameters' && isObject(value) && typeof value['name'] === 'string')
    return `parameter ${value['name']}`;
  if ((previous === 'servers' || previous === 'tags') && isObject(value))
    return String(value['url'] ?? value['name'] ?? text);
  if (text === 'items' && is === 'keyword') return '[]';
  if (text === 'parameters' && is === 'keyword') return '';
  if (text === 'requestBody' && is === 'keyword') return 'body';
  return silent.has(text) && (is === 'keyword' || text === 'application/json') ? '' : text;
}
