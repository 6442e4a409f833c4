import { describe, expect, it } from 'vitest';
import { reference } from '../src/reference/reference.ts';
import { type Call, type TryIt, tryItOf } from '../src/reference/try-it.ts';
import { nextCallHref, reportedBy } from '../src/try-it/next-call.ts';
import { codeOf, Rejection, requestOf, requestUrl, serverOrigin } from '../src/try-it/request.ts';

function consoleOf(id: string): TryIt {
  const page = reference.pages.find((candidate) => candidate.id === id);
  if (!page) throw new Error(`No page for ${id}.`);
  return tryItOf(reference.document, page, reference.pages);
}

describe('tryItOf', () => {
  it('begins with the examples of what is required, and leaves the rest out', () => {
    const { inputs, bodies, accepts, call } = consoleOf('createVerification');
    expect(inputs).toMatchObject([
      { name: 'header.Request-Sync', value: '', choices: ['sync', 'async'] },
      { name: 'query.fields', value: '', example: 'id,state', choices: [] },
    ]);
    expect(bodies.map(({ value }) => value)).toMatchObject([
      { target: { first_name: 'Riley' } },
      { target: { first_name: 'Riley' } },
    ]);
    expect(accepts).toEqual(['application/json; version=2019-10-15']);
    expect(call).toMatchObject({ server: 'http://127.0.0.1:4019', contentType: 'application/json' });
    expect(consoleOf('getVerification').inputs[0]).toMatchObject({
      name: 'path.verification_request_id',
      value: expect.stringMatching(/^AAAA/),
    });
  });

  it('offers a choice if there is one', () => {
    const { inputs } = consoleOf('listVerifications');
    const choices = new Map(inputs.map((input) => [input.label, input.choices]));
    expect(choices.get('income_analytics')).toEqual(['true', 'false']);
    expect(choices.get('state')).toContain('action-required');
    expect(choices.get('state')).not.toContain('""');
    expect(consoleOf('getReport').accepts).toEqual([
      'application/json; version=2019-10-15',
      'application/pdf; version=2019-10-15',
    ]);
  });

  it('knows from the links of the description which call follows, and which came before', () => {
    const { call, sources } = consoleOf('getReport');
    expect(call.next['200']).toEqual([
      {
        text: 'Reverify this report.',
        href: '/reference/reverify-verification/',
        values: {
          'path.verification_request_id': '/verification_request/id',
          'body.report_id': '/id',
        },
      },
    ]);
    expect(sources.map(({ id }) => id)).toEqual(['getVerification']);
  });
});

describe('serverOrigin', () => {
  it.each([
    ['http://127.0.0.1:4019', 'http://127.0.0.1:4019'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:4019/x?y', 'http://[::1]:4019'],
    ['http://127.1', 'http://127.0.0.1'],
    ['https://docs.example', 'https://docs.example'],
  ])('takes %s', (text, origin) => expect(serverOrigin(text, 'https://docs.example')).toBe(origin));

  it.each([
    'https://api.truework.com',
    'https://api.truework-sandbox.com',
    'http://127.0.0.1@example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://0.0.0.0:4019',
    'http://192.168.0.2:4019',
    'https://docs.example:444',
    'file:///127.0.0.1',
    'ftp://127.0.0.1',
    '127.0.0.1:4019',
    '',
  ])('rejects %s', (text) => expect(() => serverOrigin(text, 'https://docs.example')).toThrow(Rejection));

  it("rejects the page's own server if that is not a sandbox", () =>
    expect(() => serverOrigin('https://docs.example', undefined)).toThrow('on your own machine only'));
});

describe('requestOf', () => {
  const call: Call = {
    id: 'replaceThing',
    method: 'PUT',
    path: '/things/{thing_id}',
    server: 'http://127.0.0.1:4019',
    contentType: 'application/json',
    sdk: 'things.replace',
    result: 'thing',
    unquoted: [],
    next: {},
  };
  const values = {
    server: 'http://127.0.0.1:4019/',
    key: 'tw_sk_test_example',
    accept: 'application/json; version=2019-10-15',
    'path.thing_id': 'a/b',
    'query.q': 'x & y',
    'query.limit': '',
    'header.Request-Sync': 'sync',
    body: '{"a": 1}',
  };
  const withChanged = (changed: object) =>
    requestOf(call, new Map(Object.entries({ ...values, ...changed })), undefined);

  it('says exactly what the inputs say', () => {
    expect(withChanged({})).toEqual({
      url: 'http://127.0.0.1:4019/things/a%2Fb?q=x+%26+y',
      init: {
        method: 'PUT',
        headers: {
          Authorization: 'Bearer tw_sk_test_example',
          Accept: 'application/json; version=2019-10-15',
          'Request-Sync': 'sync',
          'Content-Type': 'application/json',
        },
        body: '{"a": 1}',
      },
    });
  });

  it.each([
    ['key', 'tw_sk_synthetic', 'looks like a production key'],
    ['key', '', 'A key has no spaces'],
    ['key', 'tw_sk_test_ü', 'A key has no spaces'],
    ['server', 'https://api.truework.com', 'on your own machine only'],
    ['path.thing_id', '', 'needs an id'],
    ['path.thing_id', '..', 'needs an id'],
    ['body', '{"a": }', 'not JSON'],
    ['body', '', 'not JSON'],
  ])('rejects the %s %j', (input, value, message) => {
    expect(() => withChanged({ [input]: value })).toThrow(
      expect.objectContaining({ input, message: expect.stringContaining(message) }),
    );
  });

  it('shows a missing value of an address by its name', () => {
    expect(requestUrl(call, new Map(), '')).toBe('/things/{thing_id}');
  });
});

describe('the way from a response to the next call', () => {
  const next = { text: '', href: '/reference/get-thing/', values: { 'path.id': '/things/0/id' } };

  it('passes on the values and a server of its own', () => {
    const href = nextCallHref(next, { things: [{ id: 'a/b' }] }, 'http://127.0.0.1:8080');
    expect(href).toMatch(/^\/reference\/get-thing\/#try-it\?/);
    expect([...(reportedBy(new URL(`http://site.invalid${href}`).hash) ?? [])]).toEqual([
      ['path.id', 'a/b'],
      ['server', 'http://127.0.0.1:8080'],
    ]);
  });

  it.each([[{ things: [] }], [null], [[]], ['text']])('is missing if the response is %j', (body) =>
    expect(nextCallHref(next, body, undefined)).toBeUndefined(),
  );

  it('takes no values from another address', () => {
    expect(reportedBy('#try-it')).toEqual(new Map());
    expect(reportedBy('#sample')).toBeUndefined();
  });
});

describe('codeOf', () => {
  it('is the call of the client that sends the same request', () => {
    const { call } = consoleOf('createVerification');
    const values = new Map([
      ['server', 'http://127.0.0.1:4019'],
      ['key', 'tw_sk_test_example'],
      ['accept', 'application/json; version=2019-10-15'],
      ['header.Request-Sync', 'sync'],
      ['query.fields', 'id'],
      ['body', '{"type":"employment"}'],
    ]);
    expect(codeOf('typescript', call, values, requestOf(call, values, undefined))).toContain(
      `const verification = await truework.verifications.create({
  type: 'employment',
}, {
  fields: [
    'id',
  ],
  requestSync: 'sync',
});`,
    );
  });

  it('has numbers without quotes, fields as a list, and the method for a PDF', () => {
    const calls = [
      ['listVerifications', 'accept=application/json&query.limit=5&query.fields=id,state'],
      ['getReport', 'accept=application/pdf&path.verification_request_id=A&path.verification_report_id=B'],
    ].map(([id = '', given = '']) => {
      const { call } = consoleOf(id);
      const values = new Map(new URLSearchParams(`server=${call.server}&key=tw_sk_test_a&${given}`));
      const code = codeOf('typescript', call, values, requestOf(call, values, undefined));
      return /await truework\.([^;]*);/.exec(code)?.[1]?.replaceAll(/\s+/g, ' ');
    });
    expect(calls).toEqual([
      "verifications.list({ limit: 5, fields: [ 'id', 'state', ], })",
      "reports.getPdf( 'A', 'B', )",
    ]);
  });
});
