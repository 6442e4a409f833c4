import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { describe, expect, it } from 'vitest';
import type { Field } from '../src/reference/field.ts';
import { kebabCase, type OperationPage } from '../src/reference/operation.ts';
import { createProse, firstSentence } from '../src/reference/prose.ts';
import { readReference, reference } from '../src/reference/reference.ts';
import { samplesOf } from '../src/reference/samples.ts';
import { referenceSidebar } from '../src/reference/sidebar.ts';

const response = { description: 'Fine.' };

const document: OpenApiDocument = {
  info: { title: 'API', version: '2019-10-15' },
  servers: [
    { url: 'https://api.example.com', 'x-environment': 'production' },
    { url: 'http://127.0.0.1:4019', 'x-environment': 'local' },
  ],
  tags: [{ name: 'Things' }],
  paths: {
    '/things/{thing_id}': {
      parameters: [
        { name: 'thing_id', in: 'path', required: true, schema: { type: 'string' }, example: 'a/b' },
      ],
      put: {
        operationId: 'replaceThing',
        summary: 'Replace a thing',
        'x-sdk': 'things.replace',
        tags: ['Things'],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object' }, example: { name: "Riley's" } } },
        },
        responses: { 200: response },
      },
      get: { operationId: 'getThing', tags: ['Unlisted'], responses: { 200: response } },
    },
  },
  webhooks: {
    'thing.replaced': {
      post: {
        summary: 'Thing replaced',
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { id: {} } } } },
        },
        responses: { 200: response },
      },
    },
  },
};

function pageNamed(id: string, pages: readonly OperationPage[]): OperationPage {
  const page = pages.find((candidate) => candidate.id === id);
  if (!page) throw new Error(`No page for ${id}.`);
  return page;
}

describe('readReference', () => {
  const made = readReference(document);

  it('makes a page for each operation and each webhook', () => {
    expect(made.pages.map(({ kind, href }) => [kind, href])).toEqual([
      ['request', '/reference/get-thing/'],
      ['request', '/reference/replace-thing/'],
      ['webhook', '/reference/thing-replaced/'],
    ]);
  });

  it('groups them by tag, and loses none', () => {
    expect(made.groups.map(({ label, pages }) => [label, pages.map(({ id }) => id)])).toEqual([
      ['Things', ['replaceThing']],
      ['Other operations', ['getThing']],
      ['Webhooks', ['thing.replaced']],
    ]);
  });

  it('puts them into the sidebar with their methods', () => {
    expect(referenceSidebar(made)).toMatchObject([
      {
        items: [{ link: '/reference/' }, { link: '/reference/objects/' }, { link: '/reference/errors/' }],
      },
      {
        label: 'Things',
        items: [{ label: 'Replace a thing', link: '/reference/replace-thing/', badge: { text: 'PUT' } }],
      },
      { label: 'Other operations', items: [{ label: 'getThing', badge: { text: 'GET' } }] },
      { label: 'Webhooks', items: [{ label: 'Thing replaced', badge: { text: 'EVENT' } }] },
    ]);
  });
});

describe('samplesOf', () => {
  const replaceThing = pageNamed('replaceThing', readReference(document).pages);

  it('has one sample for each example, and one if there is no body', () => {
    expect(samplesOf(document, replaceThing).map(({ summary }) => summary)).toEqual(['Example']);
    const getThing = pageNamed('getThing', readReference(document).pages);
    expect(samplesOf(document, getThing).map(({ summary }) => summary)).toEqual(['getThing']);
  });

  it('goes to the local server, with the path filled and the body quoted, in each language', () => {
    const [sample] = samplesOf(document, replaceThing);
    expect(sample?.code.curl).toMatchInlineSnapshot(`
      "curl --request PUT \\
        --url 'http://127.0.0.1:4019/things/a%2Fb' \\
        --header 'Authorization: Bearer tw_sk_test_example' \\
        --header 'Accept: application/json; version=2019-10-15' \\
        --header 'Content-Type: application/json' \\
        --data '{
          "name": "Riley'\\''s"
        }'"
    `);
    expect(sample?.code.fetch).toMatchInlineSnapshot(`
      "const response = await fetch('http://127.0.0.1:4019/things/a%2Fb', {
        method: 'PUT',
        headers: {
          Authorization: 'Bearer tw_sk_test_example',
          Accept: 'application/json; version=2019-10-15',
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({
          name: 'Riley\\'s',
        }),
      });
      if (!response.ok) {
        throw new Error(\`\${response.status}: \${await response.text()}\`);
      }
      console.log(await response.json());
      "
    `);
    expect(sample?.code.python).toMatchInlineSnapshot(`
      "import json
      from urllib.request import Request, urlopen

      request = Request(
          "http://127.0.0.1:4019/things/a%2Fb",
          method="PUT",
          headers={
              "Authorization": "Bearer tw_sk_test_example",
              "Accept": "application/json; version=2019-10-15",
              "Content-Type": "application/json",
          },
          data=json.dumps({
              "name": "Riley's",
          }).encode(),
      )
      with urlopen(request) as response:
          print(json.load(response))
      "
    `);
    expect(sample?.code.typescript).toMatchInlineSnapshot(`
      "import { createTruework } from '@truework-legacy/client';

      const truework = createTruework({
        token: 'tw_sk_test_example',
        environment: 'http://127.0.0.1:4019',
      });

      const thing = await truework.things.replace('a/b', {
        name: 'Riley\\'s',
      });
      console.log(thing);
      "
    `);
  });
});

describe('kebabCase', () => {
  it.each([
    ['createCredentialsSession', 'create-credentials-session'],
    ['verification_request.completed', 'verification-request-completed'],
  ])('%s is %s', (id, slug) => expect(kebabCase(id)).toBe(slug));
});

describe('createProse', () => {
  const prose = createProse(new Map([['getThing', '/reference/get-thing/']]));

  it('links the id of an operation, but not inside code or a longer word', () => {
    expect(prose.line('Read it with getThing.')).toBe(
      'Read it with <a href="/reference/get-thing/">getThing</a>.',
    );
    expect(prose.line('`getThing` and getThings')).toBe('<code>getThing</code> and getThings');
  });

  it('shows markup as text', () => {
    expect(prose.line('a <b>c</b>')).toBe('a &lt;b&gt;c&lt;/b&gt;');
  });
});

describe('firstSentence', () => {
  it('is plain and ends with its full stop', () => {
    expect(firstSentence('Sends `Request-Sync: sync`\nonce. And more.')).toBe(
      'Sends Request-Sync: sync once.',
    );
  });
});

describe('the bundled description', () => {
  it.each(reference.pages.map((page) => [page.id, page] as const))('%s has no anchor twice', (_, page) => {
    const anchors = anchorsOf(page);
    expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
  });

  it('has no two pages at one address', () => {
    const addresses = reference.pages.map(({ href }) => href);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

function anchorsOf(page: OperationPage): string[] {
  return [
    ...page.responses.map(({ anchor }) => anchor),
    ...page.parameters.flatMap(({ field }) => [field.anchor, ...anchorsInside(field)]),
    ...(page.body ? anchorsInside(page.body.root) : []),
    ...page.responses.flatMap(({ headers, headersAsUnder, body, bodyAsUnder }) => [
      ...(headersAsUnder ? [] : headers.map(({ anchor }) => anchor)),
      ...(body && !bodyAsUnder ? anchorsInside(body.root) : []),
    ]),
  ];
}

function anchorsInside({ fields, variants }: Field): string[] {
  return [...fields, ...variants.flatMap((variant) => variant.fields)]
    .flatMap((field) => [field.anchor, ...anchorsInside(field)])
    .concat(variants.map(({ anchor }) => anchor));
}
