/**
 * A value of `Request-Sync` in today's words. The last SDK of Truework's for Node.js sends the words of 2021, which name a
 * timeout, `sync-strict-timeout; timeout=15`: they ask for `sync`, and the sandbox is never late.
 */
export function requestSyncToday(value: string | undefined): string | undefined {
  if (value === undefined || !value.startsWith('sync-')) return value;
  return /^sync-(strict|soft)-timeout; timeout=\d+$/.test(value) ? 'sync' : value;
}
