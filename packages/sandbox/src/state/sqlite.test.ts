import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.doUnmock('node:module');
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Loads SQLite anew where something else is loaded for it. */
async function load(require: () => unknown, versions: object = {}): Promise<unknown> {
  vi.resetModules();
  vi.stubGlobal('process', Object.create(process, { versions: { value: versions } }));
  vi.doMock('node:module', () => ({ createRequire: () => require }));
  return (await import('./sqlite.ts')).DatabaseSync;
}

test.for([
  [{ node: '20.19.0' }, 'Node.js 20.19.0'],
  [{ bun: '1.2.0', node: '22.0.0' }, 'Bun 1.2.0'],
  [{ deno: '2.1.0', node: '22.0.0' }, 'Deno 2.1.0'],
] as const)('where it is missing, the error says which runtime it is: %o', async ([versions, runtime]) => {
  const missing = () => {
    throw new Error('No such built-in module: node:sqlite');
  };
  await expect(load(missing, versions)).rejects.toMatchObject({
    name: 'SandboxError',
    code: 'node_too_old',
    message: `@truework-legacy/sandbox needs Node.js 22.13 or newer, because it stores its state in node:sqlite. This is ${runtime}. Run it on a newer Node.js: https://nodejs.org/en/download`,
  });
});

test('the warning that it is experimental is left out, and no other', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const { emitWarning } = process;
  const warning = () => {
    globalThis.process.emitWarning('SQLite is an experimental feature');
    return { DatabaseSync: 'loaded' };
  };
  expect(await load(warning)).toBe('loaded');
  expect(warned).not.toHaveBeenCalled();
  expect(globalThis.process.emitWarning).toBe(emitWarning);
  warned.mockRestore();
});
