import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { publicSurface } from '../src/public-surface.ts';
import { readManifest } from '../src/read-manifest.ts';

const reports = join(import.meta.dirname, '../api');

describe.for(['client', 'zod', 'sandbox', 'migrate'])('the public surface of %s', (short) => {
  const name = `@truework-legacy/${short}`;
  const folder = join(inject('installed'), 'node_modules', name);

  test('is as its report says. Where it changed on purpose: pnpm api:report', async () => {
    const surface = await publicSurface(folder);
    const { exports = {} } = await readManifest(folder);
    expect([...surface.keys()].sort()).toEqual(Object.keys(exports).sort());
    for (const [entry, declarations] of surface) {
      const specifier = entry.replace('.', name);
      const report = `# ${specifier}\n\nWhat users see. Written by \`pnpm api:report\`, by nobody else.\n\n\`\`\`ts\n${declarations.trim()}\n\`\`\`\n`;
      const file = specifier.replace('@truework-legacy/', '').replaceAll('/', '-');
      await expect(report).toMatchFileSnapshot(join(reports, `${file}.md`));
    }
  });
});
