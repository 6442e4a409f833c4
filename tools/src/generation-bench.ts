import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { stringify } from 'yaml';
import { bundleSpec, lintSpec } from './generation/bundle.ts';
import { generateFrom } from './generation/generate-all.ts';
import { formatTable } from './table.ts';

// How the whole generation grows with a spec, beside a bare run of the generator with its own plugins on the same spec. Usage:
// node tools/src/generation-bench.ts [operations ...]

const rounds = 3;

/** A made-up spec: of each three operations a list, a read and a create, over resources of ten fields. */
function madeUpSpec(operations: number): object {
  const names = Array.from({ length: Math.ceil(operations / 3) }, (_, index) => `Thing${index}`);
  const paths = names.flatMap((name, index) => pathsOf(name, index));
  const schemas = names.flatMap(schemasOf);
  return {
    openapi: '3.1.0',
    info: { title: 'Made up', version: '2019-10-15' },
    servers: [{ url: 'https://api.example.com', 'x-environment': 'sandbox' }],
    paths: Object.fromEntries(paths.slice(0, Math.ceil((operations * 2) / 3))),
    webhooks: {},
    components: {
      schemas: {
        State: {
          type: 'string',
          enum: ['open', 'done'],
          'x-final': ['done'],
          description: 'Where it stands.',
        },
        ...Object.fromEntries(schemas),
      },
    },
  };
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string) => ({ 'application/json': { schema: ref(name) } });

function pathsOf(name: string, index: number): [string, object][] {
  const group = `things${index}`;
  const query = ['limit', 'offset'].map((parameter) => ({
    name: parameter,
    in: 'query',
    schema: { type: 'integer' },
  }));
  const common = { description: 'Made up.', 'x-retry': 'safe' };
  return [
    [
      `/${group}`,
      {
        get: {
          ...{ ...common, operationId: `list${name}`, 'x-sdk': `${group}.list`, parameters: query },
          responses: { 200: { description: 'A page.', content: json(`${name}Page`) } },
        },
        post: {
          ...{ ...common, operationId: `create${name}`, 'x-sdk': `${group}.create`, 'x-retry': 'never' },
          requestBody: { required: true, content: json(`${name}Input`) },
          responses: { 201: { description: 'Created.', content: json(name) } },
        },
      },
    ],
    [
      `/${group}/{id}`,
      {
        get: {
          ...{ ...common, operationId: `get${name}`, 'x-sdk': `${group}.get` },
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'One.', content: json(name) } },
        },
      },
    ],
  ];
}

function schemasOf(name: string): [string, object][] {
  const fields = Array.from({ length: 10 }, (_, index) => [
    `field_${index}`,
    { type: ['string', 'null'], description: `Field ${index}.`, maxLength: 100 },
  ]);
  const properties = { id: { type: 'string' }, state: ref('State'), ...Object.fromEntries(fields) };
  const page = {
    count: { type: 'integer' },
    next: { type: 'string' },
    results: { type: 'array', items: ref(name) },
  };
  return [
    [name, { type: 'object', description: 'A thing.', required: ['id'], properties }],
    [`${name}Input`, { type: 'object', description: 'What it is created from.', properties }],
    [
      `${name}Page`,
      { type: 'object', description: 'A page.', required: ['count', 'results'], properties: page },
    ],
  ];
}

/** How long something takes, in seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measure(operations: number): Promise<{ bare: number; whole: number; ratio: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-legacy-bench-'));
  try {
    const input = join(folder, 'openapi.yaml');
    await writeFile(input, stringify(madeUpSpec(operations)));
    await writeFile(join(folder, 'redocly.yaml'), 'rules: { struct: error }\n');
    const output = { path: join(folder, 'bare'), entryFile: false };
    const plugins = ['@hey-api/typescript', '@hey-api/client-fetch', '@hey-api/sdk', 'zod'] as const;
    const logs = { level: 'silent', file: false } as const;
    const bare = () => createClient({ input, output, plugins: [...plugins], logs });
    const whole = async () => {
      const [, bundle] = await Promise.all([lintSpec(folder), bundleSpec(folder)]);
      await generateFrom(bundle);
    };
    const times: { bare: number; whole: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push({ bare: await timed(bare), whole: await timed(whole) });
    }
    return {
      bare: median(times.map((time) => time.bare)),
      whole: median(times.map((time) => time.whole)),
      ratio: median(times.map((time) => time.whole / time.bare)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const sizes = process.argv.slice(2).map(Number);
if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
  console.error('Each argument is a number of operations, such as: pnpm bench:generation 10 100 300');
  process.exit(2);
}
const rows = [['operations', 'bare generator, s', 'whole generation, s', '×']];
for (const operations of sizes.length > 0 ? sizes : [10, 100, 300]) {
  const { bare, whole, ratio } = await measure(operations);
  rows.push([String(operations), bare.toFixed(2), whole.toFixed(2), ratio.toFixed(2)]);
}
console.log(formatTable(rows));
