import { banner } from './banner.ts';
import { literal } from './literal.ts';
import { type OpenApi, type Operation, operationsOf, type PathItem, resolve } from './openapi.ts';

interface Parameter {
  $ref?: string;
  name: string;
  in: 'query' | 'header' | 'path';
  allowEmptyValue?: boolean;
  schema: {
    type?: string;
    default?: string | number | boolean | null;
    minLength?: number;
    maxLength?: number;
  };
}

interface Answer {
  $ref?: string;
  content?: Record<string, object>;
}

/** What the sandbox has to know of the spec before it has read it: with it, a start does not wait for the whole document. */
export function specOperations(api: OpenApi): string {
  const operations = operationsOf(api).map(({ path, method, operation }) => {
    const pathPointer = `#/paths/${escaped(path)}`;
    const pointer = `${pathPointer}/${method.toLowerCase()}`;
    const answers = Object.entries(operation.responses).map(([status, answer]) => ({
      status,
      pointer: (answer as Answer).$ref ?? `${pointer}/responses/${status}`,
      content: (resolve(api, answer as Answer) as Answer).content ?? {},
    }));
    const inPath = (api.paths[path] as PathItem)['parameters'] as Operation['parameters'];
    return {
      id: operation.operationId,
      method,
      segments: path.replace(/^\/|\/$/g, '').split('/'),
      parameters: [
        ...readParameters(api, inPath, pathPointer),
        ...readParameters(api, operation.parameters, pointer),
      ],
      ...(operation.requestBody === undefined
        ? {}
        : { bodyPointer: `${pointer}/requestBody/content/application~1json/schema` }),
      answerPointers: Object.fromEntries(
        answers
          .filter(({ content }) => 'application/json' in content)
          .map((answer) => [answer.status, `${answer.pointer}/content/application~1json/schema`]),
      ),
      mediaTypes: answers.flatMap(({ status, content }) =>
        Number(status) < 300 ? Object.keys(content) : [],
      ),
    };
  });
  const webhooks = Object.fromEntries(
    Object.entries(api.webhooks).map(([event, { post }]) => [
      event,
      {
        id: post.operationId,
        bodyPointer: `#/webhooks/${escaped(event)}/post/requestBody/content/application~1json/schema`,
      },
    ]),
  );
  return `${banner}

/** The version of the API that the spec describes. */
export const apiVersion = '${api.info.version}';

/** All operations of the spec. */
export const specOperations = ${literal(operations)} as const;

/** All webhooks of the spec by event. */
export const specWebhooks = ${literal(webhooks)} as const;
`;
}

function readParameters(api: OpenApi, parameters: readonly unknown[] = [], pointer: string): object[] {
  return parameters.map((parameter, index) => {
    const { $ref = `${pointer}/parameters/${index}` } = parameter as Parameter;
    const { name, in: where, allowEmptyValue, schema } = resolve(api, parameter as Parameter) as Parameter;
    return {
      name,
      in: where,
      ...(allowEmptyValue === undefined ? {} : { allowEmptyValue }),
      ...(schema.type === undefined ? {} : { type: schema.type }),
      ...(schema.default === undefined ? {} : { default: schema.default }),
      pointer: `${$ref}/schema`,
      ...boundedText(schema),
    };
  });
}

function boundedText({ type, minLength = 0, maxLength, ...others }: Parameter['schema']): object {
  // Below two, a length in code units and one in characters agree; above, a text has no more characters than units.
  return type === 'string' && maxLength !== undefined && minLength <= 1 && Object.keys(others).length === 0
    ? { boundedText: { least: minLength, most: maxLength } }
    : {};
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
