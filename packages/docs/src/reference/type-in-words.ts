import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { alternativesOf, isNullable, type Shape, shapeOf, typesOf } from './shape.ts';

/** The type of a value as a reader would say it: "string or null", "array of objects". */
export function typeInWords(
  document: OpenApiDocument,
  alternatives: readonly Shape[],
  nullable: boolean,
): string {
  const words = alternatives.flatMap((shape) =>
    typesOf(shape.schema).map((type) => (type === 'array' ? arrayInWords(document, shape) : type)),
  );
  return inOneLine([...new Set(words), ...(nullable ? ['null'] : [])]);
}

function arrayInWords(document: OpenApiDocument, { schema: { items } }: Shape): string {
  if (!items) return 'array';
  const item = shapeOf(document, items);
  const words = typeInWords(document, alternativesOf(document, item), isNullable(document, item));
  return `array of ${words.includes(' ') ? words : `${words}s`}`;
}

function inOneLine(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'any value';
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
