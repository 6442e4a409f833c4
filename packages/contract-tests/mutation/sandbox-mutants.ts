// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code of others.

import type { TextMutant } from './mutant.ts';

/** A mutant of the behaviour of the sandbox. */
export type SandboxMutant = TextMutant;

const source = 'packages/sandbox/src/';

/** `id`, file below the sandbox's sources, what stands there, what stands there instead. */
const list: [id: string, file: string, find: string, replace: string][] = [
  // Verifications
  [
    'a create is forgotten',
    'state/tenant-verifications.ts',
    'return verification?.id === id ? verification : undefined;',
    'return undefined;',
  ],
  [
    'a create responds with 200',
    'api/operations/verifications.ts',
    'status: 201,\n    body: showNew(created, context.tenant, query.fields),',
    'status: 200 as 201,\n    body: showNew(created, context.tenant, query.fields),',
  ],
  [
    'every create has the same id',
    'state/tenant-verifications.ts',
    "    id: tenant.ids.object('verification', sequence),\n    revision: 1,",
    "    id: tenant.ids.object('verification', 1),\n    revision: 1,",
  ],
  [
    'a synchronous create with a company is taken',
    'api/operations/verifications.ts',
    'if (synchronous && body.target.company !== undefined) {',
    'if (synchronous && body.target.company === null) {',
  ],
  [
    'Request-Sync is ignored',
    'api/operations/verifications.ts',
    "const synchronous = headers['Request-Sync'] === 'sync';\n  if (synchronous && body.target.company",
    "const synchronous = headers['Request-Sync'] === 'never';\n  if (synchronous && body.target.company",
  ],
  [
    'an unknown person is taken',
    'api/scenario.ts',
    'throw new ApiError(400, unsupportedTestNumber);\n}\n\n/**',
    "return { steps: stepsTo('completed'), employments: [] };\n}\n\n/**",
  ],
  [
    'a number for sessions is taken in an order',
    'api/scenario.ts',
    'if (scenario.sessionsOnly === true)',
    'if (scenario.sessionsOnly === undefined && false)',
  ],
  [
    'a frozen person gets 403',
    'people/test-values.ts',
    "451: { status: 451, message: 'The data of this person is frozen.' }",
    "451: { status: 403, message: 'The data of this person is frozen.' }",
  ],
  [
    'the price has no cents',
    'api/present-verification.ts',
    "return { amount: '23.00', currency: 'USD' };",
    "return { amount: '23', currency: 'USD' };",
  ],
  [
    'the price is a number',
    'api/present-verification.ts',
    "return { amount: type === 'employment' ? '34.95' : '42.95', currency: 'USD' };",
    "return { amount: (type === 'employment' ? 34.95 : 42.95) as never, currency: 'USD' };",
  ],
  [
    'the loan_id is forgotten',
    'api/present-verification.ts',
    'loan_id: input.loan_id ?? null,',
    'loan_id: null,',
  ],
  [
    'metadata are forgotten',
    'api/present-verification.ts',
    '...(input.metadata ? { metadata: input.metadata } : {}),\n    request_parameters',
    'request_parameters',
  ],
  [
    'the names are exchanged',
    'api/present-verification.ts',
    '  return {\n    first_name,\n    last_name,\n    ...(contact_email',
    '  return {\n    first_name: last_name,\n    last_name: first_name,\n    ...(contact_email',
  ],
  [
    'the use case is another',
    'api/present-verification.ts',
    "use_case: input.use_case ?? 'mortgage',",
    "use_case: 'auto',",
  ],
  [
    'documents come back with their content',
    'api/present-verification.ts',
    'input.documents.map(({ filename }) => ({ filename }))',
    'input.documents.map((document) => document)',
  ],
  // Personal data
  [
    'the social security number is echoed',
    'api/present-verification.ts',
    'return `***-**-${socialSecurityNumber.slice(-4)}`;',
    'return socialSecurityNumber;',
  ],
  [
    'five digits stay of the social security number',
    'api/present-verification.ts',
    'return `***-**-${socialSecurityNumber.slice(-4)}`;',
    'return `***-*${socialSecurityNumber.slice(-5, -4)}-${socialSecurityNumber.slice(-4)}`;',
  ],
  [
    'the report echoes the social security number',
    'api/present-verification.ts',
    '    social_security_number: masked(target.social_security_number),\n    ...(type',
    '    social_security_number: target.social_security_number,\n    ...(type',
  ],
  // States
  [
    'a cancellation does not cancel',
    'api/operations/verifications.ts',
    '  tenant.verifications.cancel(verification, cancellation);\n',
    '',
  ],
  [
    'a cancellation of a completed verification is taken',
    'api/operations/verifications.ts',
    'if (stateEdges[verification.state].length === 0) {',
    "if (verification.state === 'canceled') {",
  ],
  [
    'a second cancellation is taken',
    'api/operations/verifications.ts',
    'if (stateEdges[verification.state].length === 0) {',
    "if (verification.state === 'completed') {",
  ],
  [
    'a rejected cancellation is 400',
    'api/operations/verifications.ts',
    "throw new ApiError(403, 'This verification request cannot be canceled.');",
    "throw new ApiError(400, 'This verification request cannot be canceled.');",
  ],
  [
    'a cancelled verification costs',
    'api/operations/verifications.ts',
    '      id,\n      price,\n',
    "      id,\n      price: { ...price, amount: '23.00' },\n",
  ],
  [
    'a cancelled verification goes on',
    'state/tenant-verifications.ts',
    'if (verification === undefined || verification.revision !== revision || step === undefined) return;',
    'if (verification === undefined || step === undefined) return;',
  ],
  [
    'the reason of a cancellation is forgotten',
    'api/present-verification.ts',
    '    ...cancellation,\n    ...(finishedMs',
    '    ...(finishedMs',
  ],
  ['nothing is ever completed', 'people/steps.ts', '    { state: end, afterMs: processingMs },\n', ''],
  ['an end comes at once', 'people/steps.ts', 'export const pendingMs = 100;', 'export const pendingMs = 0;'],
  [
    'date_of_completion is missing',
    'api/present-verification.ts',
    'date_of_completion: finishedMs === null ? null : apiTimestamp(finishedMs),',
    'date_of_completion: null,',
  ],
  [
    'date_of_completion is there before the end',
    'api/present-verification.ts',
    'date_of_completion: finishedMs === null ? null : apiTimestamp(finishedMs),',
    'date_of_completion: apiTimestamp(finishedMs ?? stored.createdMs),',
  ],
  [
    'created is when it is asked',
    'api/present-verification.ts',
    '    created: apiTimestamp(stored.createdMs),\n    date_of_completion',
    '    created: apiTimestamp(tenant.now()),\n    date_of_completion',
  ],
  [
    'a time has no zone',
    'time/clock.ts',
    "String(rest).padStart(3, '0')}000Z`",
    "String(rest).padStart(3, '0')}000`",
  ],
  // Reports
  [
    'a report of another verification is given out',
    'api/operations/reports.ts',
    'const report = reports.find(({ id }) => id === path.verification_report_id);',
    'const report = reports[0];',
  ],
  [
    'a report before the end is 200',
    'api/present-verification.ts',
    '...(finishedMs === null ? {} : { reports: presentReports(stored, tenant, withAnalytics) }),',
    'reports: presentReports(stored, tenant, withAnalytics),',
  ],
  [
    'a report before the end is 404',
    'api/operations/reports.ts',
    "throw new ApiError(400, 'This verification request is not completed.');",
    "throw new ApiError(404, 'This verification request is not completed.');",
  ],
  [
    'a report names another verification',
    'api/present-verification.ts',
    'verification_request: { id: stored.id, type:',
    'verification_request: { id, type:',
  ],
  [
    'employment alone shows income',
    'api/present-verification.ts',
    "...(type === 'employment' ? {} : { earnings: employment.earnings }),",
    '...{ earnings: employment.earnings },',
  ],
  [
    'income is not shown',
    'api/present-verification.ts',
    "...(type === 'employment' ? {} : { earnings: employment.earnings }),",
    '',
  ],
  [
    'the reports are in the other order',
    'api/present-verification.ts',
    'reportNumber(stored.sequence, employments.length - index));',
    'reportNumber(stored.sequence, index));',
  ],
  [
    'the second employer is forgotten',
    'api/present-verification.ts',
    'const employments = stored.employment === null ? all :',
    'const employments = stored.employment === null ? all.slice(0, 1) :',
  ],
  ['income_analytics come unasked', 'api/present-verification.ts', 'if (!withAnalytics) return report;', ''],
  [
    'a PDF is JSON',
    'api/api.ts',
    "call.mediaType === 'application/pdf' && outcome",
    "call.mediaType === 'application/xml' && outcome",
  ],
  // Reverification
  [
    'a reverification keeps the id',
    'api/operations/verifications.ts',
    '    body: showNew(created, tenant, undefined),',
    '    body: showNew(original, tenant, undefined),',
  ],
  [
    'a reverification of what is not completed is taken',
    'api/operations/verifications.ts',
    'const completed = completedMs(original);',
    'const completed = completedMs(original) ?? tenant.now();',
  ],
  [
    'a reverification after 90 days is taken',
    'api/operations/verifications.ts',
    'const reverifyWithinMs = 90 * 24',
    'const reverifyWithinMs = 9000 * 24',
  ],
  [
    'a reverification is rejected a day early',
    'api/operations/verifications.ts',
    'const reverifyWithinMs = 90 * 24',
    'const reverifyWithinMs = 89 * 24',
  ],
  [
    'a reverification by the report of another is taken',
    'api/operations/verifications.ts',
    'if (employment === -1) {',
    'if (employment === -2) {',
  ],
  // Lists
  [
    'limit is ignored',
    'api/operations/verifications.ts',
    'const { limit = 25, offset = 0, fields, income_analytics } = query;',
    'const { offset = 0, fields, income_analytics } = query;\n  const limit = 25;',
  ],
  [
    'offset is ignored',
    'api/operations/verifications.ts',
    'tenant.verifications.list({ state, limit, offset })',
    'tenant.verifications.list({ state, limit })',
  ],
  [
    'the usual limit is 20',
    'api/operations/verifications.ts',
    'const { limit = 25, offset = 0, fields, income_analytics } = query;',
    'const { limit: asked = 25, offset = 0, fields, income_analytics } = query;\n  const limit = asked === 25 ? 20 : asked;',
  ],
  [
    'the count is off by one',
    'api/operations/verifications.ts',
    'const count = tenant.verifications.count(state);',
    'const count = tenant.verifications.count(state) + 1;',
  ],
  [
    'the count is of the page',
    'api/operations/verifications.ts',
    '{ count, ...links },',
    '{ count: verifications.length, ...links },',
  ],
  [
    'the state is ignored',
    'api/operations/verifications.ts',
    'const state = query.state || undefined;',
    'const state = query.state ? undefined : undefined;',
  ],
  [
    'the oldest comes first',
    'api/operations/verifications.ts',
    'verifications.map((verification) => show(',
    'verifications.toReversed().map((verification) => show(',
  ],
  [
    'next leads to the same page',
    'api/page-links.ts',
    'pageAt(offset + limit) : null',
    'pageAt(offset) : null',
  ],
  [
    'the last page has a next one',
    'api/page-links.ts',
    'next: offset + limit < count ?',
    'next: offset + limit <= count ?',
  ],
  [
    'next forgets the state',
    'api/page-links.ts',
    'if (value) query.set(name, String(value));',
    'if (!value) query.set(name, String(value));',
  ],
  [
    'fields are ignored',
    'api/fields.ts',
    'if (fields === undefined) return body;',
    'if (fields !== undefined || true) return body;',
  ],
  [
    'companies are not searched',
    'api/operations/companies.ts',
    'name.toLowerCase().includes(q.toLowerCase())',
    'name.length > 0 && q.length >= 0',
  ],
  [
    'companies are searched by exact letters',
    'api/operations/companies.ts',
    'name.toLowerCase().includes(q.toLowerCase())',
    'name.includes(q)',
  ],
  // Keys, versions, rates
  [
    'the key is not checked',
    'http/bearer-key.ts',
    '  if (key.length <= 256 && /^(tw_sk_test_|TWBT__)[\\w-]+$/.test(key)) return;',
    '  if (key.length > 0) return;',
  ],
  [
    'a publishable key is taken',
    'http/bearer-key.ts',
    '/^(tw_sk_test_|TWBT__)',
    '/^(tw_sk_test_|tw_pk_test_|TWBT__)',
  ],
  ['a production key is taken', 'http/bearer-key.ts', '/^(tw_sk_test_|TWBT__)', '/^(tw_sk_|TWBT__)'],
  [
    '401 is 403',
    'http/bearer-key.ts',
    '  if (key === undefined) {\n    throw new ApiError(401,',
    '  if (key === undefined) {\n    throw new ApiError(403,',
  ],
  [
    'another account finds it',
    'api/steps.ts',
    'call.tenant = tenants.visit(key);',
    "call.tenant = tenants.visit('tw_sk_test_one');",
  ],
  [
    'any version is served',
    'api/accept.ts',
    'version === undefined || version === apiVersion ? quality : 0',
    'quality',
  ],
  [
    'another version is said to be served',
    'api/steps.ts',
    'version: apiVersion };',
    "version: '2020-12-07' };",
  ],
  [
    'the version is not said',
    'api/steps.ts',
    '{ Date: httpDate(call.now()), version: apiVersion }',
    '{ Date: httpDate(call.now()) }',
  ],
  ['the rate is not limited', 'api/steps.ts', 'if (waitMs > 0) throw', 'if (waitMs > 1e9) throw'],
  [
    'the rate is eleven',
    'state/rate-window.ts',
    'if (atMs.length >= this.#limit)',
    'if (atMs.length > this.#limit)',
  ],
  [
    'the rate is counted over two seconds',
    'state/rate-window.ts',
    'const windowMs = 1000;',
    'const windowMs = 2000;',
  ],
  [
    'the rate is counted over all operations',
    'api/steps.ts',
    'tenant.rates?.take(operation.id, tenant.rateTime())',
    "tenant.rates?.take('all', tenant.rateTime())",
  ],
  // Requests and responses
  [
    'bodies are not checked',
    'api/request-validation.ts',
    '  if (validate(body)) return;\n',
    '  if (validate(body) || true) return;\n',
  ],
  [
    'parameters are not checked',
    'api/request-validation.ts',
    'if (validate(value)) values[parameter.name] = value;',
    'if (validate(value) || true) values[parameter.name] = value;',
  ],
  [
    'an internal error is shown outside',
    'api/request-validation.ts',
    '  addMessage(inside, rest, message);',
    '  addMessage(fields, rest, message);',
  ],
  [
    'a missing field is reported as null',
    'api/request-validation.ts',
    "return 'This field is required.';",
    "return 'This field may not be null.';",
  ],
  [
    'an unknown id is 400',
    'api/find-verification.ts',
    "if (verification === undefined) throw new ApiError(404, 'Not found.');",
    "if (verification === undefined) throw new ApiError(400, 'Not found.');",
  ],
  [
    '405 does not say what is allowed',
    'api/steps.ts',
    'throw new ApiError(405, `Method "${method}" not allowed.`, undefined, headers);',
    'throw new ApiError(405, `Method "${method}" not allowed.`);',
  ],
  [
    'the content type is text',
    'api/api.ts',
    "respond(call, outcome, 'application/json', content)",
    "respond(call, outcome, 'text/plain', content)",
  ],
  [
    'the content length is one short',
    'api/steps.ts',
    "all['Content-Length'] = String(content?.byteLength ?? 0);",
    "all['Content-Length'] = String((content?.byteLength ?? 0) - 1);",
  ],
  [
    'errors have no envelope',
    'api/api.ts',
    'return { status: error.status, body: error.body, headers: error.headers };',
    'return { status: error.status, body: error.body.error, headers: error.headers };',
  ],
  [
    'the single report is gone',
    'api/operations/reports.ts',
    '  const [report] = reportsOf(path.verification_request_id, query.income_analytics, context);\n  if (report === undefined)',
    '  const [report] = reportsOf(path.verification_request_id, query.income_analytics, context);\n  if (report !== undefined)',
  ],
  // Signatures
  [
    'responses are not signed',
    'api/steps.ts',
    'if (!shared.options.signs || rendered === undefined) return response;',
    'return response;',
  ],
  [
    'the signature is of another date',
    'seed/signing.ts',
    '`date: ${date}\\ncontent-length: ${contentLength}\\n${body}`',
    '`date: ${date} \\ncontent-length: ${contentLength}\\n${body}`',
  ],
  [
    'the signature is by another key',
    'seed/signing.ts',
    "      this.#signature(this.#private(), date, contentLength, body).toString('base64'),",
    "      this.#signature(deriveKey(this.#seed, 'another'), date, contentLength, body).toString('base64'),",
  ],
  [
    'a signature is kept although the date is another',
    'api/steps.ts',
    'if (rendered.signature?.date !== date) {',
    'if (rendered.signature === undefined) {',
  ],
  // Webhooks
  [
    'webhooks carry the wrong token',
    'webhooks/sender.ts',
    "'X-Truework-Token': token",
    "'X-Truework-Token': `${token}x`",
  ],
  [
    'webhooks are not sent',
    'webhooks/tenant-webhooks.ts',
    'if (endpoints.length === 0) return;',
    'if (endpoints.length >= 0) return;',
  ],
  ['webhooks are sent once', 'webhooks/schedule.ts', 'return next === undefined', 'return next !== null'],
  [
    'webhooks name another verification',
    'webhooks/events.ts',
    'verification_request_id: id,',
    'verification_request_id: `${id}x`,',
  ],
  [
    'webhooks report the state before',
    'webhooks/events.ts',
    '({ verification, to }: StateChange)',
    '({ verification, from: to }: StateChange)',
  ],
  [
    'webhooks forget the metadata',
    'webhooks/events.ts',
    '      ...(input.metadata ? { metadata: input.metadata } : {}),\n',
    '',
  ],
  [
    'webhooks name the hook in words',
    'webhooks/tenant-webhooks.ts',
    'hook: { id: endpointId, event, target: url }',
    'hook: { id: String(endpointId), event, target: url }',
  ],
  [
    'webhooks forget the session',
    'webhooks/events.ts',
    '...(sessionToken === null ? {} : { credentials_session_token: sessionToken }),',
    '',
  ],
  [
    'a received webhook comes again',
    'webhooks/tenant-webhooks.ts',
    "if (delivery === undefined || (!again && delivery.state !== 'pending')) return undefined;",
    'if (delivery === undefined) return undefined;',
  ],
  [
    'http elsewhere is a target',
    'webhooks/endpoint.ts',
    "(protocol === 'http:' && isLocal)",
    "protocol === 'http:'",
  ],
  // Credentials sessions
  [
    'every session has the same token',
    'state/tenant-credentials-sessions.ts',
    "token: tenant.ids.token('credentialsSession', sequence),",
    "token: tenant.ids.token('credentialsSession', 1),",
  ],
  [
    'a session orders at once',
    'api/operations/credentials-sessions.ts',
    'const { id, token } = context.tenant.credentialsSessions.add(body);',
    'const { id, token } = context.tenant.credentialsSessions.add(body);\n  context.tenant.credentialsSessions.complete(token);',
  ],
  [
    'a session responds with 200',
    'api/operations/credentials-sessions.ts',
    'return { status: 201, body: { id, token } };',
    'return { status: 200 as 201, body: { id, token } };',
  ],
  // Test people
  [
    'the people of a sandbox are not known',
    'sandbox.ts',
    'byNumber(options.people === undefined ? [] : readPeople(options.people))',
    'byNumber(readPeople([]))',
  ],
  [
    'the people of a key are not known',
    'state/tenant-people.ts',
    'return this.#own.get(digits) ?? shared',
    'return shared',
  ],
  [
    'a test person waits as everybody does',
    'people/test-person.ts',
    'afterMs: durationMs(after) }',
    'afterMs: after === 0 ? 0 : usualStepMs }',
  ],
  [
    'a test person has made-up reports',
    'api/present-verification.ts',
    'given === undefined ? madeUp : completeReport(madeUp, given);',
    'given === undefined ? completeReport(madeUp, {}) : madeUp;',
  ],
  [
    'a test person has income for an order of employment',
    'people/complete-report.ts',
    "type === 'employment'),",
    "type === 'tenant-screening'),",
  ],
  [
    'a test person costs what everybody does',
    'api/present-verification.ts',
    'if (cancellation === null && person?.price !== undefined) return person.price;',
    '',
  ],
  [
    'a test person is canceled for no reason',
    'api/present-verification.ts',
    "if (state !== 'canceled' || (reason",
    "if (state === 'canceled' || (reason",
  ],
  [
    'the tenth report has the id of another',
    'api/present-verification.ts',
    'Math.floor(location / 10) * 2 ** 44 + ',
    '',
  ],
  [
    'a session forgets the test person',
    'state/tenant-credentials-sessions.ts',
    'const person = this.#people.find(number) ?? null;',
    'const person = this.#people.find(number.slice(1)) ?? null;',
  ],
  [
    'a reverification forgets the test person',
    'api/operations/verifications.ts',
    'const { steps, transport, person = null } = scenarioOfReverification(original, context);',
    'const { steps, transport } = scenarioOfReverification(original, context);\n  const person = null;',
  ],
  [
    'a reverification takes the person of before',
    'api/scenario.ts',
    'const isGone = person !== null && context',
    'const isGone = person !== null || context',
  ],
  [
    'the error of a test person loses its fields',
    'api/scenario.ts',
    'throw new ApiError(status, error.message ?? usual, invalid_fields);',
    'throw new ApiError(status, error.message ?? usual, invalid_fields && undefined);',
  ],
  [
    'dates that the spec does not know are taken from people',
    'people/test-person-schema.ts',
    "...(format === 'date-time' ? { pattern: strictDateTime } : {}),",
    "...(format === 'none' ? { pattern: strictDateTime } : {}),",
  ],
  // Accounts and seeds
  [
    'ids do not follow from the seed',
    'sandbox.ts',
    'new Tenants(store, { clock, seed, verificationCap, rateLimits, people }, lifecycle)',
    'new Tenants(store, { clock, seed: `${seed}${Math.random()}`, verificationCap, rateLimits, people }, lifecycle)',
  ],
];

/** Every mutant of the sandbox's behaviour. */
export const sandboxMutants: readonly SandboxMutant[] = list.map(([id, file, find, replace]) => ({
  id,
  file: source + file,
  find,
  replace,
}));
