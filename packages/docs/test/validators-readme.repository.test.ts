import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

it('the form in the README of zod is snippets/validators/form.ts', () => {
  const [, form] = /```ts form\n([\s\S]*?)```/.exec(read('../zod/README.md')) ?? [];
  expect(form, 'Change packages/zod/README.md and packages/docs/snippets/validators/form.ts alike.').toBe(
    read('snippets/validators/form.ts'),
  );
});
