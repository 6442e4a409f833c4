import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { type Addition, after } from './changed-copy.ts';

// What CONTRIBUTING.md's recipe "Add an operation" asks for, done twice: a GET that lists, and a POST with a body.

const item = (method: 'get' | 'post') => `parameters:
  - $ref: ../components/parameters/VerificationRequestId.yaml
${method}:
`;
const about = (note: string) => `  deprecated: true
  x-legacy: true
  x-successor:
    "2020-12-07": none
    "2022-08-01": none
    "2023-10-30": GET /orders/{order_id}
  x-source:
    level: inferred
    note: ${note}
  tags: [Verifications]
`;
const headers = `      headers:
        Date:
          $ref: ../components/headers/Date.yaml
        X-Truework-Signature:
          $ref: ../components/headers/XTrueworkSignature.yaml
        version:
          $ref: ../components/headers/Version.yaml
`;
const errors = Object.entries({
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  429: 'TooManyRequests',
  451: 'UnavailableForLegalReasons',
  500: 'InternalServerError',
  501: 'NotImplemented',
})
  .map(([status, name]) => `    "${status}":\n      $ref: ../components/responses/${name}.yaml\n`)
  .join('');

const paths = 'spec/paths/verification-requests_{verification_request_id}';
const schemas = 'spec/components/schemas';
const handlers = 'packages/sandbox/src/api/operations/verifications.ts';
const map = 'spec/migration/2023-10-30.yaml';
const whatIsSent = 'packages/contract-tests/test/client/requests.test.ts';
const golden = 'packages/contract-tests/golden/operations.yaml';

const mark = 'rule: Made up., change: order-list, confidence: low, source: inferred';

/** Fields of the map that come from nowhere and go nowhere. */
function lost(direction: 'from' | 'to', names: readonly string[]): string {
  return names.map((name) => `    ${name}: { ${direction}: [], ${mark} }\n`).join('');
}

/** An operation in the map. */
function mapped(id: string, to: string, parameters: readonly string[]): string {
  const rows = parameters.map((name) => `      ${name}: { to: [], ${mark} }\n`).join('');
  return `  ${id}:\n    to: [${to}]\n    rule: Made up.\n    change: order-list\n    confidence: low\n    parameters:\n${rows}`;
}

/** `GET /verification-requests/{verification_request_id}/events`, in pages. */
export const listEvents: Addition = {
  'spec/openapi.yaml': [
    after(
      'paths:\n',
      `  /verification-requests/{verification_request_id}/events:
    $ref: paths/verification-requests_{verification_request_id}_events.yaml
`,
    ),
  ],
  [map]: [
    after(
      '\noperations:\n',
      mapped('listEvents', 'getOrder', ['verification_request_id', 'limit', 'offset']),
    ),
    after(
      '\nresponses:\n',
      `  Event:\n${lost('from', ['id', 'state', 'created'])}  EventPage:\n${lost('from', ['count', 'next', 'previous', 'results'])}`,
    ),
  ],
  [`${paths}_events.yaml`]: `${item('get')}  operationId: listEvents
  x-sdk: verifications.listEvents
  summary: List the events of a verification
  description: Lists the states that a verification was in, oldest first, in pages.
  x-retry: safe
${about('Made up to try the recipe.')}  parameters:
    - $ref: ../components/parameters/Limit.yaml
    - $ref: ../components/parameters/Offset.yaml
  responses:
    "200":
      description: One page of events.
${headers}      content:
        application/json:
          schema:
            $ref: ../components/schemas/EventPage.yaml
          examples:
            one:
              summary: The first event of two
              value:
                count: 2
                next: null
                previous: null
                results:
                  - id: AAAAAAAATiIAB-1
                    state: pending-approval
                    created: 2019-11-05T17:08:44.819814Z
${errors}`,
  [`${schemas}/Event.yaml`]: `type: object
description: A state that a verification was in.
required: [id, state, created]
x-essential: [id]
properties:
  id:
    type: string
    description: Id of the event.
    minLength: 1
    maxLength: 128
    x-bound: ours
    x-source: &source
      level: inferred
      note: Made up to try the recipe.
    example: AAAAAAAATiIAB-1
  state:
    $ref: VerificationState.yaml
    description: The state that the verification came to be in.
    x-source: *source
  created:
    type: string
    description: When it came to be in it.
    format: date-time
    maxLength: 64
    x-bound: ours
    x-source: *source
    example: 2019-11-05T17:08:44.819814Z
`,
  [`${schemas}/EventPage.yaml`]: readFileSync(join(root, schemas, 'CompanyPage.yaml'), 'utf8')
    .replaceAll('Company', 'Event')
    .replaceAll('companies', 'events'),
  [handlers]: [
    after(
      "import { scenarioOfCreate, scenarioOfReverification } from '../scenario.ts';\n",
      `
export const listEvents: Handler<'listEvents'> = ({ path, query }, { tenant, url }) => {
  const { history } = findVerification(path.verification_request_id, tenant);
  const { limit = 25, offset = 0 } = query;
  const events = history.map(({ state, atMs }, index) => ({
    id: \`\${path.verification_request_id}-\${index + 1}\`,
    state,
    created: new Date(atMs).toISOString(),
  }));
  return {
    status: 200,
    body: {
      count: events.length,
      ...pageLinks(url, { count: events.length, limit, offset }),
      results: events.slice(offset, offset + limit),
    },
  };
};
`,
    ),
  ],
  [golden]: [
    after(
      '  # searchCompanies\n',
      `  - request: GET /verification-requests/<verification>/events
    responds: 200
    with:
      count: 3
      next: null
      previous: null
      results:
        - { id: <verification>-1, state: pending-approval, created: 2019-12-31T23:59:59.900Z }
        - { id: <verification>-2, state: processing, created: 2020-01-01T00:00:00.000Z }
        - { id: <verification>-3, state: completed, created: 2020-01-01T00:00:00.100Z }
`,
    ),
  ],
  [whatIsSent]: [
    after(
      'const all: Record<string, Sent[]> = {\n',
      `  listEvents: [
    {
      call: (connection) => client.listEvents(connection, id, { limit: 7, offset: 14 }),
      line: \`GET /verification-requests/\${idInPath}/events?limit=7&offset=14\`,
    },
  ],
`,
    ),
  ],
};

const jotting = `  jotting:
    type: string
    description: What there is to say.
    minLength: 1
    maxLength: 1000
    x-bound: ours
    x-pii: true
    example: The target has moved.
`;

/** `POST /verification-requests/{verification_request_id}/notes`, with personal data in its body. */
export const createNote: Addition = {
  'spec/openapi.yaml': [
    after(
      'paths:\n',
      `  /verification-requests/{verification_request_id}/notes:
    $ref: paths/verification-requests_{verification_request_id}_notes.yaml
`,
    ),
  ],
  [map]: [
    after('\noperations:\n', mapped('createNote', 'getOrder', ['verification_request_id'])),
    after('\nrequests:\n', `  NoteInput:\n${lost('to', ['jotting'])}`),
    after('\nresponses:\n', `  Note:\n${lost('from', ['id', 'created', 'jotting'])}`),
  ],
  [`${paths}_notes.yaml`]: `${item('post')}  operationId: createNote
  x-sdk: notes.create
  summary: Create a note
  description: Adds a note to a verification.
  x-retry: never
${about('Made up to try the recipe.')}  requestBody:
    required: true
    content:
      application/json:
        schema:
          $ref: ../components/schemas/NoteInput.yaml
        examples:
          moved:
            summary: A move
            value:
              jotting: The target has moved.
  responses:
    "201":
      description: The note was added.
${headers}      content:
        application/json:
          schema:
            $ref: ../components/schemas/Note.yaml
          examples:
            moved:
              summary: A move
              value:
                id: AAAAAAAATiIAB-note
                created: 2019-11-05T17:08:44.819814Z
                jotting: The target has moved.
${errors}`,
  [`${schemas}/NoteInput.yaml`]: `type: object
description: A note to be added.
required: [jotting]
x-source:
  level: inferred
  note: Made up to try the recipe.
properties:
${jotting}`,
  [`${schemas}/Note.yaml`]: `type: object
description: A note on a verification.
required: [id, created, jotting]
x-essential: [id]
x-source:
  level: inferred
  note: Made up to try the recipe.
properties:
  id:
    type: string
    description: Id of the note.
    minLength: 1
    maxLength: 128
    x-bound: ours
    example: AAAAAAAATiIAB-note
  created:
    type: string
    description: When it was added.
    format: date-time
    maxLength: 64
    x-bound: ours
    example: 2019-11-05T17:08:44.819814Z
${jotting}`,
  [handlers]: [
    after(
      "import { scenarioOfCreate, scenarioOfReverification } from '../scenario.ts';\n",
      `
export const createNote: Handler<'createNote'> = ({ path, body }, { tenant }) => {
  const { id } = findVerification(path.verification_request_id, tenant);
  return {
    status: 201,
    body: { id: \`\${id}-note\`, created: new Date(tenant.now()).toISOString(), jotting: body.jotting },
  };
};
`,
    ),
  ],
  [golden]: [
    after(
      '  # searchCompanies\n',
      `  - request: POST /verification-requests/<verification>/notes
    body: { jotting: Moved. }
    responds: 201
    with: { id: <verification>-note, created: 2020-01-01T00:00:01.100Z, jotting: Moved. }
`,
    ),
  ],
  [whatIsSent]: [
    after(
      'const all: Record<string, Sent[]> = {\n',
      `  createNote: [
    {
      call: (connection) => client.createNote(connection, id, { jotting: 'The target has moved.' }),
      line: \`POST /verification-requests/\${idInPath}/notes\`,
      body: { jotting: 'The target has moved.' },
    },
  ],
`,
    ),
  ],
};

/** One more reason to cancel. */
export const reasonToCancel: Addition = {
  'spec/components/schemas/CancellationReason.yaml': [
    after('  - wrong-info\n', '  - withdrawn\n'),
    after(
      '  wrong-info: The request contained wrong information.\n',
      '  withdrawn: The application was withdrawn.\n',
    ),
  ],
  [map]: [after('    later: CancellationReason\n    toLater:\n', '      withdrawn: withdrawn\n')],
};
