import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

describe('snippets of the quickstart', () => {
  it('in-process-sandbox.ts needs no server and ends by itself', async () => {
    const args = ['--conditions=@truework-legacy/source', 'in-process-sandbox.ts'];
    expect(await runBesideSandbox('quickstart', process.execPath, ...args)).toBe(
      'The sandbox starts with 0 verifications.\n',
    );
  });

  it('create-credentials-session.sh creates a session', async () => {
    const printed = await runBesideSandbox('quickstart', 'sh', 'create-credentials-session.sh');
    expect(JSON.parse(printed)).toEqual({ id: expect.any(String), token: expect.any(String) });
  });
});
