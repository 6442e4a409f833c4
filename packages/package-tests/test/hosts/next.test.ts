import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTruework } from '@truework-legacy/client';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type InstalledSandbox, startSandbox } from '../../src/installed-sandbox.ts';
import { layNextApplication, type NextApplication } from '../../src/next.ts';
import { root } from '../../src/published.ts';

const installed = inject('installed');
const client = inject('tarballs')['@truework-legacy/client'] ?? '';

let sandbox: InstalledSandbox;
let application: NextApplication;

beforeAll(async () => {
  sandbox = await startSandbox(installed, installed);
  await trueworkAt(sandbox.url).verifications.create({
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: { first_name: 'Quillon', last_name: 'Sample', social_security_number: '000-00-0001' },
  });
  application = await layNextApplication(join(import.meta.dirname, '../../fixtures/next'), client);
  await addReceiver(join(application.folder, 'app/webhooks/truework'));
  await application.build({ TRUEWORK_URL: sandbox.url });
});

afterAll(() => sandbox?.close());

/** The route of the guide, in JavaScript: TypeScript is not installed beside the application. */
async function addReceiver(folder: string): Promise<void> {
  const program = await readFile(join(root, 'packages/docs/snippets/webhooks/route.ts'), 'utf8');
  const { code } = await transform(program, { loader: 'ts' });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'route.js'), code);
}

function trueworkAt(environment: string) {
  return createTruework({ token: 'tw_sk_test_example', environment });
}

async function readBuilt(path: string): Promise<string> {
  return readFile(join(application.folder, '.next', path), 'latin1');
}

test('a build of Next.js freezes no page that reads, unless its fetch asks for it', async () => {
  const { routes } = JSON.parse(await readBuilt('prerender-manifest.json'));
  const ofNext = ['/_global-error', '/_not-found'];
  expect(Object.keys(routes).sort()).toEqual([...ofNext, '/cached', '/moved']);
  expect(await readBuilt('server/app/cached.html')).toMatch(/1(<!-- -->)? verifications/);
});

test('what it built contains no name and no number of a person', async () => {
  const entries = await readdir(join(application.folder, '.next'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.length).toBeGreaterThan(20);
  const telling: string[] = [];
  for (const file of files)
    if (/Quillon|000-00-0001/.test(await readFile(file, 'latin1'))) telling.push(file);
  expect(telling).toEqual([]);
});

test('errors by which Next.js steers reach it: a redirect from within fetch is one', async () => {
  const { status, headers } = JSON.parse(await readBuilt('server/app/moved.meta'));
  expect({ status, location: headers.location }).toEqual({ status: 307, location: '/sign-in' });
});

test('a create in a page is not sent by the build', async () => {
  expect((await trueworkAt(sandbox.url).verifications.list()).count).toBe(1);
});

test('the receiver of the guide is built without its token', async () => {
  expect(JSON.parse(await readBuilt('server/app-paths-manifest.json'))).toHaveProperty([
    '/webhooks/truework/route',
  ]);
});
