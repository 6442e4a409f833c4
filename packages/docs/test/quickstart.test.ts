import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

describe('snippets of the quickstart', () => {
  it('in-process-sandbox.ts needs no server and ends by itself', async () => {
    expect(
      await runBesideSandbox(
        process.execPath,
        '--conditions=@truework-legacy/source',
        'in-process-sandbox.ts',
      ),
    ).toBe('The sandbox starts with 0 verifications.\n');
  });

  it('create-credentials-session.sh creates a session', async () => {
    const response: unknown = JSON.parse(await runBesideSandbox('sh', 'create-credentials-session.sh'));
    expect(response).toEqual({ id: expect.any(String), token: expect.any(String) });
  });
});
