import { safeComment } from '../safe-comments.ts';
import { camelCase, type Method, takesQueryAsOptions } from './method.ts';

const retryWords = {
  safe: 'Retried on network errors, timeouts, 429 and 5xx.',
  never: 'After a failure, only a 429 is retried: the API rejected it before doing any work.',
};

/** What the documentation of a method needs besides its operation. */
export interface DocContext {
  /** Whether it takes a connection, as the functions do. */
  readonly takesConnection: boolean;
  /** Media type of the response, if it is not JSON. */
  readonly mediaType: string | undefined;
  readonly isList: boolean;
  /** Description of the body's schema. */
  readonly input: string | undefined;
}

/** The TSDoc of a method, in lines. */
export function docOf(method: Method, context: DocContext): string[] {
  const { operation, ids, body, query } = method;
  const asked = context.mediaType === undefined ? '' : ` as \`${context.mediaType}\``;
  return [
    ...(operation.description ?? '').trim().split('\n'),
    '',
    `\`${method.method} ${method.path}\`${asked}. ${retryWords[operation['x-retry'] ?? 'never']}`,
    '',
    ...(context.takesConnection ? ['@param connection - Made by {@link connect}.'] : []),
    ...ids.map(({ name, description = '' }) => `@param ${camelCase(name)} - ${oneLine(description)}`),
    ...(body ? [`@param input - ${oneLine(context.input ?? 'The body of the request.')}`] : []),
    ...(query.length > 0 && !takesQueryAsOptions(method) ? [queryTag(method)] : []),
    '@param options - Options of this call.',
    `@returns ${returned(method, context)}`,
    ...(operation['x-retry'] === 'never'
      ? ['@throws {@link AmbiguousOutcomeError} if it is unknown whether the call took effect.']
      : []),
    '@throws {@link TrueworkError} if the call fails. It throws nothing else.',
    ...(operation['x-legacy'] === true
      ? ['@deprecated Not documented in this version. Only older clients call it.']
      : []),
  ].map(safeComment);
}

function returned({ success }: Method, { mediaType, isList }: DocContext): string {
  if (mediaType !== undefined) return `The bytes of the \`${mediaType}\` document.`;
  const description = oneLine(success.description);
  return isList
    ? `${description} Await it for its first page, or iterate it for every item of every page.`
    : description;
}

function queryTag({ query }: Method): string {
  const names = query.map(({ name }) => `\`${name}\``).join(', ');
  return `@param query - Query parameters: ${names}.`;
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
