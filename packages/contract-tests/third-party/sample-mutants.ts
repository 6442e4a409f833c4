import type { TextMutant } from '../mutation/mutant.ts';

/** A mutant of the sandbox, and the validators that notice it, by name. */
export interface SampleMutant extends TextMutant {
  readonly caughtBy: readonly string[];
}

const prism = 'Prism';
const respect = 'Redocly Respect';
const specmatic = 'Specmatic';
const operations = 'packages/sandbox/src/api/operations';
const verification = 'packages/sandbox/src/api/present-verification.ts';

/** One mutant of each kind. They prove that validators can find anything, and show what each of them cannot. */
export const sampleMutants: readonly SampleMutant[] = [
  {
    id: 'a create is forgotten',
    file: 'packages/sandbox/src/api/find-verification.ts',
    find: 'verification = tenant.verifications.find(id);',
    replace: 'verification = undefined as ReturnType<typeof tenant.verifications.find>;',
    caughtBy: [respect, specmatic],
  },
  {
    id: 'a cancel has no effect',
    file: `${operations}/verifications.ts`,
    find: '  tenant.verifications.cancel(verification, cancellation);\n',
    replace: '',
    caughtBy: [respect],
  },
  {
    id: 'a create responds with 200',
    file: `${operations}/verifications.ts`,
    find: 'status: 201,\n    body: showNew(created, context.tenant, query.fields),',
    replace: 'status: 200 as 201,\n    body: showNew(created, context.tenant, query.fields),',
    caughtBy: [prism, respect, specmatic],
  },
  {
    id: 'a required field is missing',
    file: verification,
    find: '    turnaround_time: presentTurnaround(stored),\n',
    replace: '',
    caughtBy: [prism, respect, specmatic],
  },
  {
    id: 'the content type is wrong',
    file: 'packages/sandbox/src/api/api.ts',
    find: "respond(call, outcome, 'application/json', content)",
    replace: "respond(call, outcome, 'text/plain', content)",
    caughtBy: [prism, respect, specmatic],
  },
  {
    id: 'a value is not in its enum',
    file: `${operations}/verifications.ts`,
    find: "      state: 'canceled',",
    replace: "      state: 'cancelled' as 'canceled',",
    caughtBy: [prism, respect, specmatic],
  },
  {
    id: 'limit is ignored',
    file: `${operations}/verifications.ts`,
    find: 'tenant.verifications.list({ state, limit, offset })',
    replace: 'tenant.verifications.list({ state, limit: 100, offset })',
    caughtBy: [respect],
  },
  {
    id: 'the bounds of parameters are ignored',
    file: 'packages/sandbox/src/api/request-validation.ts',
    find: 'if (validate(value)) values[parameter.name] = value;',
    replace: 'if (validate(value) || true) values[parameter.name] = value;',
    caughtBy: [prism, respect, specmatic],
  },
  {
    id: 'the body of 401 is wrong',
    file: 'packages/sandbox/src/api/api.ts',
    find: 'return { status: error.status, body: error.body, headers: error.headers };',
    replace:
      "return { ...error, ...(error.status === 401 ? { body: { detail: 'no' } } : { body: error.body }) };",
    caughtBy: [prism, respect],
  },
  {
    id: 'no key is needed',
    file: 'packages/sandbox/src/http/bearer-key.ts',
    find: "    throw new ApiError(401, 'Invalid token.');\n  }\n  checkKey(key);",
    replace: "    return 'tw_sk_test_nobody';\n  }\n  checkKey(key);",
    caughtBy: [prism, respect],
  },
  {
    id: 'a date-time is not one',
    file: verification,
    find: '    created: apiTimestamp(stored.createdMs),\n    date_of_completion',
    replace: '    created: String(stored.createdMs),\n    date_of_completion',
    caughtBy: [prism, respect, specmatic],
  },
  {
    id: 'null where it is not allowed',
    file: verification,
    find: '    price: presentPrice(stored),',
    replace: '    price: null as never,',
    caughtBy: [prism, respect, specmatic],
  },
  {
    id: 'a field that the spec does not know',
    file: verification,
    find: '    use_case: input.use_case',
    replace: "    ...{ nickname: 'Riles' },\n    use_case: input.use_case",
    caughtBy: [respect, specmatic],
  },
  {
    id: 'the social security number is not masked',
    file: verification,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own.
    find: 'return `***-**-${socialSecurityNumber.slice(-4)}`;',
    replace: 'return socialSecurityNumber;',
    caughtBy: [respect],
  },
  {
    id: 'the header version is missing',
    file: 'packages/sandbox/src/api/steps.ts',
    find: '{ Date: httpDate(call.now()), version: apiVersion }',
    replace: '{ Date: httpDate(call.now()) }',
    caughtBy: [respect],
  },
  {
    id: 'any version is served',
    file: 'packages/sandbox/src/api/accept.ts',
    find: 'version === undefined || version === apiVersion ? quality : 0',
    replace: 'quality',
    caughtBy: [respect],
  },
];
