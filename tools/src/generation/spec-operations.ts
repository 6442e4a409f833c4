import {
  bodiesOf,
  jsonSchemaOf,
  type Located,
  type OpenApiDocument,
  operationsOf,
  type Parameter,
  pointerTo,
  type Schema,
  webhooksOf,
  withoutOwnBounds,
} from '@truework-legacy/spec/document';
import { banner } from './banner.ts';

/** What the sandbox has to know of the spec before it has read it: with it, a start does not wait for the whole document. */
export function specOperations(document: OpenApiDocument): string {
  const operations = operationsOf(document).map((entry) => {
    const { id, method, path, parameters, requestBody, responses } = entry;
    const bodyPointer = jsonSchemaOf(requestBody)?.pointer;
    return {
      id,
      method,
      segments: path.replace(/^\/|\/$/g, '').split('/'),
      parameters: parameters.map(readParameter),
      ...(bodyPointer && { bodyPointer }),
      responsePointers: Object.fromEntries(
        responses.flatMap((response) => {
          const schema = jsonSchemaOf(response);
          return schema ? [[response.status, schema.pointer]] : [];
        }),
      ),
      mediaTypes: responses
        .filter(({ status }) => status.startsWith('2'))
        .flatMap((response) => bodiesOf(response).map(({ mediaType }) => mediaType)),
    };
  });
  const webhooks = Object.fromEntries(
    webhooksOf(document).map(({ id, path, requestBody }) => [
      path,
      { id, bodyPointer: jsonSchemaOf(requestBody)?.pointer },
    ]),
  );
  return `${banner}

/** The version of the API that the spec describes. */
export const apiVersion = ${JSON.stringify(document.info.version, null, 2)};

/** All operations of the spec. */
export const specOperations = ${JSON.stringify(operations, null, 2)} as const;

/** All webhooks of the spec by event. */
export const specWebhooks = ${JSON.stringify(webhooks, null, 2)} as const;
`;
}

function readParameter({ pointer, value }: Located<Parameter>): object {
  const { name, in: where, allowEmptyValue, schema = {}, 'x-fallback': fallback } = value;
  return {
    name,
    in: where,
    ...(allowEmptyValue === undefined ? {} : { allowEmptyValue }),
    ...(schema.type === undefined ? {} : { type: schema.type }),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    pointer: pointerTo(pointer, 'schema'),
    ...(fallback === 'clamped' && { clamped: { least: schema.minimum, most: schema.maximum } }),
    ...boundedText(withoutOwnBounds(schema)),
  };
}

function boundedText({ type, minLength = 0, maxLength, 'x-bound': _, ...others }: Schema): object {
  // Below two, a length in code units and one in characters agree; above, a text has no more characters than units.
  return type === 'string' && maxLength !== undefined && minLength <= 1 && Object.keys(others).length === 0
    ? { boundedText: { least: minLength, most: maxLength } }
    : {};
}
