/**
 * A value of `Request-Sync` in today's words. Truework's SDK for Node.js of 2021 sends words that name a timeout, such as
 * `sync-strict-timeout; timeout=15`: they ask for `sync`, and the sandbox is never late.
 */
export function requestSyncToday(value: string | undefined): string | undefined {
  if (value === undefined || !value.startsWith('sync-')) return value;
  return /^sync-(strict|soft)-timeout; timeout=\d+$/.test(value) ? 'sync' : value;
}
