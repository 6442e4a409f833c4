import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { formatTypeScript } from './format.ts';

async function formatted(texts: Record<string, string>): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-format-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = new Map(Object.entries(texts));
  await formatTypeScript(files, folder);
  return Object.fromEntries(files);
}

test('what can be read is laid out, but for what is read by lines', async () => {
  const texts = {
    'zod/generated/types.gen.ts': 'export const a: number = b',
    'zod/generated/request.gen.ts': 'export const a: number = b',
    'zod/generated/a.json': '{}',
  };
  expect(await formatted(texts)).toEqual({
    ...texts,
    'zod/generated/types.gen.ts': 'export const a: number = b;\n',
  });
});

test('what cannot be read is named with its line, and nothing else is', async () => {
  const formatting = formatted({
    'zod/generated/response.gen.ts': 'const a = {\n  201: ,\n};\n',
    'zod/generated/request.gen.ts': '/** any `*/*` */\nexport const b = 1;\n',
    'zod/generated/fine.gen.ts': 'export {};\n',
  });
  await expect(formatting).rejects.toThrow(/^What was generated cannot be read, so nothing is written\./);
  await expect(formatting).rejects.toThrow('zod/generated/response.gen.ts:2:8 parse');
  await expect(formatting).rejects.toThrow('zod/generated/request.gen.ts:1:12 parse');
  await expect(formatting).rejects.not.toThrow('fine.gen.ts');
});

test('however much cannot be read, it fits a screen', async () => {
  const text = 'const a = {\n  201: ,\n};\n'.repeat(30);
  const { message } = await formatted({ 'zod/generated/response.gen.ts': text }).catch(
    (error: Error) => error as never,
  );
  expect((message as string).split('\n').length).toBeLessThanOrEqual(42);
});

test('an empty file is named', async () => {
  await expect(formatted({ 'zod/generated/types.gen.ts': '\n' })).rejects.toThrow(
    'zod/generated/types.gen.ts: it is empty',
  );
});
