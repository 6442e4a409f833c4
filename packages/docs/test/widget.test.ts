import { afterEach, expect, it, vi } from 'vitest';
import { verifyIncome } from '../snippets/credentials-sessions/widget.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('the page of a credentials session opens the widget with the token of its server', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const callbacks = new Map<string, (error?: object) => void>();
  const on = (name: string) => (callback: () => void) => callbacks.set(name, callback);
  const open = vi.fn();
  const init = vi.fn(() => ({
    open,
    onSuccess: on('success'),
    onClose: on('close'),
    onError: on('error'),
  }));
  vi.stubGlobal('Truework', { credentials: { Env: { Production: 'production', Sandbox: 'sandbox' }, init } });
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) =>
    Response.json({ sessionToken: `${url} ${body}` }),
  );

  await verifyIncome('loan-4711', { first_name: 'Riley' });

  expect(init).toHaveBeenCalledWith({
    publishableKey: 'tw_pk_test_example',
    sessionToken: '/loans/loan-4711/session {"first_name":"Riley"}',
    env: 'sandbox',
  });
  expect(open).toHaveBeenCalledOnce();
  callbacks.get('error')?.({ type: 'error', code: 0 });
  expect(log).toHaveBeenCalledWith('We cannot check your income now.');
});
