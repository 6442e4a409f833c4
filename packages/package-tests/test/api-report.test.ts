import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { publicSurface } from '../src/public-surface.ts';
import { readManifest } from '../src/read-manifest.ts';

const reports = join(import.meta.dirname, '../api');

// Not of zod: its schemas are generated, and packages/contract-tests/src/generated compares their types with the client's.
describe.for(['client', 'sandbox', 'migrate'])('the public surface of %s', (short) => {
  const name = `@truework-legacy/${short}`;
  const folder = join(inject('installed'), 'node_modules', name);

  test('is as its report says. If it changed on purpose: pnpm api:report', async () => {
    const surface = await publicSurface(folder);
    const { exports = {} } = await readManifest(folder);
    expect([...surface.keys()].sort()).toEqual(Object.keys(exports).sort());
    for (const [entry, declarations] of surface) {
      const specifier = entry.replace('.', name);
      const report = `# ${specifier}\n\nWhat users see. Written by \`pnpm api:report\`. Do not edit.\n\n\`\`\`ts\n${declarations.trim()}\n\`\`\`\n`;
      const file = specifier.replace('@truework-legacy/', '').replaceAll('/', '-');
      await expect(report).toMatchFileSnapshot(join(reports, `${file}.md`));
    }
  });
});
