import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

const snippets = join(import.meta.dirname, '../snippets');

const runTypeScript = (file: string) =>
  runBesideSandbox(process.execPath, '--conditions=@truework-legacy/source', file);

describe('snippets of the quickstart', () => {
  it('quickstart.ts prints what the page says it prints', async () => {
    const printed = await runTypeScript('quickstart.ts');
    const shown = readFileSync(join(snippets, 'quickstart.output.txt'), 'utf8');
    expect(printed, 'What it prints belongs into snippets/quickstart.output.txt.').toBe(shown);
  });

  it('in-process-sandbox.ts needs no server', async () => {
    expect(await runTypeScript('in-process-sandbox.ts')).toBe('The sandbox starts with 0 verifications.\n');
  });

  it('create-credentials-session.sh creates a session', async () => {
    const response: unknown = JSON.parse(await runBesideSandbox('sh', 'create-credentials-session.sh'));
    expect(response).toEqual({ id: expect.any(String), token: expect.any(String) });
  });
});
