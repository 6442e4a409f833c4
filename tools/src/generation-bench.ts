import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { stringify } from 'yaml';
import { bundleSpec, lintSpec } from './generation/bundle.ts';
import { generateFrom } from './generation/generate-all.ts';
import { runNode } from './run/run-node.ts';
import { formatTable } from './run/table.ts';

// How the whole generation grows with a spec, beside a bare run of the generator with its own plugins on the same spec. Usage:
// pnpm bench:generation [operations ...]

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
const success = (name: string) => ({ description: 'Fine.', content: json(name) });
const whole = { type: 'integer' };
const text = { type: 'string' };

function pathsOf(name: string, index: number): [string, object][] {
  const group = `things${index}`;
  const operation = (verb: string, parts: object) => ({
    ...{ operationId: verb + name, 'x-sdk': `${group}.${verb}`, 'x-retry': 'safe', description: 'Made up.' },
    ...parts,
  });
  const query = ['limit', 'offset'].map((parameter) => ({ name: parameter, in: 'query', schema: whole }));
  const id = { name: 'id', in: 'path', required: true, schema: text };
  const requestBody = { required: true, content: json(`${name}Input`) };
  return [
    [
      `/${group}`,
      {
        get: operation('list', { parameters: query, responses: { 200: success(`${name}Page`) } }),
        post: operation('create', { 'x-retry': 'never', requestBody, responses: { 201: success(name) } }),
      },
    ],
    [`/${group}/{id}`, { get: operation('get', { parameters: [id], responses: { 200: success(name) } }) }],
  ];
}

function schemasOf(name: string): [string, object][] {
  const fields = Array.from({ length: 10 }, (_, index) => [
    `field_${index}`,
    { type: ['string', 'null'], description: `Field ${index}.`, maxLength: 100 },
  ]);
  const properties = { id: text, state: ref('State'), ...Object.fromEntries(fields) };
  const page = { count: whole, next: text, results: { type: 'array', items: ref(name) } };
  const object = { type: 'object', description: 'A thing.' };
  return [
    [name, { ...object, required: ['id'], properties }],
    [`${name}Input`, { ...object, properties }],
    [`${name}Page`, { ...object, required: ['count', 'results'], properties: page }],
  ];
}

/** What is measured, each in a process of its own, as it is run. */
const runs: Record<string, (folder: string) => Promise<unknown>> = {
  bare: (folder) =>
    createClient({
      input: join(folder, 'openapi.yaml'),
      output: { path: join(folder, 'bare'), entryFile: false },
      plugins: ['@hey-api/typescript', '@hey-api/client-fetch', '@hey-api/sdk', 'zod'],
      logs: { level: 'silent', file: false },
    }),
  whole: async (folder) => {
    const [, bundle] = await Promise.all([lintSpec(folder), bundleSpec(folder)]);
    await generateFrom(bundle);
  },
};

/** How long a run takes, in seconds, from the start of its process to its end. */
async function timed(run: string, folder: string): Promise<number> {
  const startedMs = performance.now();
  const { exitCode, printed } = await runNode([import.meta.filename, run, folder]);
  if (exitCode !== 0) throw new Error(printed);
  return (performance.now() - startedMs) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measure(operations: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-legacy-bench-'));
  try {
    await writeFile(join(folder, 'openapi.yaml'), stringify(madeUpSpec(operations)));
    await writeFile(join(folder, 'redocly.yaml'), 'rules: { struct: error }\n');
    const times: { bare: number; whole: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push({ bare: await timed('bare', folder), whole: await timed('whole', folder) });
    }
    return [
      String(operations),
      median(times.map(({ bare }) => bare)).toFixed(2),
      median(times.map(({ whole }) => whole)).toFixed(2),
      median(times.map(({ bare, whole }) => whole / bare)).toFixed(2),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [first = '', folder = ''] = process.argv.slice(2);
if (runs[first]) {
  await runs[first](folder);
  process.exit();
}
const sizes = process.argv.slice(2).map(Number);
if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
  console.error('Each argument is a number of operations, such as: pnpm bench:generation 10 100 300');
  process.exit(2);
}
const rows = [['operations', 'bare generator, s', 'whole generation, s', '×']];
for (const operations of sizes.length > 0 ? sizes : [10, 100, 300]) rows.push(await measure(operations));
console.log(formatTable(rows));
