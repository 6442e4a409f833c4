import { isObject, type Json, membersAt, objectAt, type Place, placeAt } from './openapi-document.ts';

export interface Body {
  mediaType: string;
  /** Pointer to the schema. */
  schema: string;
  examples: { name: string; value: Json }[];
}
export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  /** Pointer to the schema. */
  schema: string;
  example: Json | undefined;
}
export interface Response {
  status: string;
  bodies: Body[];
}
export interface Operation {
  id: string;
  method: string;
  /** The path as the document writes it, or the name of the webhook. */
  path: string;
  parameters: Parameter[];
  requestBodies: Body[];
  responses: Response[];
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** The operations that a client may call. */
export const operations: readonly Operation[] = operationsIn('/paths');

/** What the API sends. */
export const webhooks: readonly Operation[] = operationsIn('/webhooks');

/** The response that a call is answered with when all is well. */
export function successOf({ id, responses }: Operation): Response {
  const success = responses.find(({ status }) => status.startsWith('2'));
  if (success === undefined) throw new Error(`${id} has no response for success.`);
  return success;
}

/** Pointer to the schema of what an operation, or a webhook, is called with. */
export function requestSchema(id: string): string {
  return schemaOf(operationOf(id).requestBodies, id);
}

/** Pointer to the schema of what an operation answers with a status. */
export function responseSchema(id: string, status: string): string {
  const response = operationOf(id).responses.find((candidate) => candidate.status === status);
  return schemaOf(response?.bodies ?? [], `${id} ${status}`);
}

function operationOf(id: string): Operation {
  const operation = [...operations, ...webhooks].find((candidate) => candidate.id === id);
  if (operation === undefined) throw new Error(`The document has no operation ${id}.`);
  return operation;
}

function schemaOf(bodies: Body[], where: string): string {
  const schema = bodies.find(({ mediaType }) => mediaType === 'application/json')?.schema;
  if (schema === undefined) throw new Error(`The document has no JSON body for ${where}.`);
  return schema;
}

function operationsIn(pointer: string): Operation[] {
  return membersAt(pointer).flatMap(([path, item]) =>
    membersAt(item.pointer)
      .filter(([method]) => methods.has(method))
      .map(([method, place]) => readOperation(method, path, item, place)),
  );
}

function readOperation(method: string, path: string, item: Place, place: Place): Operation {
  const requestBody = objectAt(place)['requestBody'] && placeAt(`${place.pointer}/requestBody`);
  return {
    id: String(objectAt(place)['operationId']),
    method: method.toUpperCase(),
    path,
    parameters: [item, place].flatMap(({ pointer }) =>
      membersAt(`${pointer}/parameters`).map(([, parameter]) => readParameter(parameter)),
    ),
    requestBodies: requestBody ? readBodies(requestBody) : [],
    responses: membersAt(`${place.pointer}/responses`).map(([status, response]) => ({
      status,
      bodies: readBodies(response),
    })),
  };
}

function readParameter(place: Place): Parameter {
  const parameter = objectAt(place);
  return {
    name: String(parameter['name']),
    in: String(parameter['in']),
    required: parameter['required'] === true,
    schema: `${place.pointer}/schema`,
    example: parameter['example'],
  };
}

function readBodies({ pointer }: Place): Body[] {
  return membersAt(`${pointer}/content`).map(([mediaType, place]) => ({
    mediaType,
    schema: `${place.pointer}/schema`,
    examples: membersAt(`${place.pointer}/examples`).map(([name, example]) => ({
      name,
      value: (isObject(example.value) ? example.value['value'] : undefined) ?? null,
    })),
  }));
}
