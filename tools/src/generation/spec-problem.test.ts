import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeProblem, SpecProblem } from './spec-problem.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spec-problem-'));
  await mkdir(join(folder, 'components/schemas'), { recursive: true });
  await mkdir(join(folder, 'paths'));
  await writeFile(
    join(folder, 'openapi.yaml'),
    'openapi: 3.1.0\npaths:\n  /inline:\n    get:\n      operationId: getInline\n',
  );
  await writeFile(
    join(folder, 'components/schemas/Thing.yaml'),
    'type: object\nproperties:\n  size:\n    type: number\n    multipleOf: 2\n',
  );
  await writeFile(join(folder, 'paths/things_{id}.yaml'), 'get:\n  operationId: getThing\n');
});

afterAll(() => rm(folder, { recursive: true }));

test.for([
  [
    'a keyword',
    ['components', 'schemas', 'Thing', 'properties', 'size', 'multipleOf'],
    'spec/components/schemas/Thing.yaml:5',
  ],
  [
    'what is not there',
    ['components', 'schemas', 'Thing', 'properties', 'size', 'gone'],
    'spec/components/schemas/Thing.yaml:3',
  ],
  ['an operation', ['paths', '/things/{id}', 'get', 'operationId'], 'spec/paths/things_{id}.yaml:2'],
  ['an operation without a file of its own', ['paths', '/inline', 'get'], 'spec/openapi.yaml:4'],
] as const)('the place of %s', ([, path, location]) => {
  expect(describeProblem(new SpecProblem(path, 'that is wrong.'), folder)).toBe(
    `${location}: that is wrong.`,
  );
});
