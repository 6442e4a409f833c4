import { nodeCrypto } from '../seed/index.ts';

/** Identifies a key without revealing it: 12 hexadecimal digits. */
export function tenantId(key: string): string {
  return nodeCrypto().hash('sha256', key).slice(0, 12);
}

/** A key in short form: its prefix, and the last four characters if that still hides most of it. */
export function shortKey(key: string): string {
  const prefix = key.startsWith('TWBT__') ? 'TWBT__' : 'tw_sk_test_';
  const rest = key.slice(prefix.length);
  return rest.length <= 8 ? `${prefix}${rest.slice(0, 1)}…${rest.slice(-2)}` : `${prefix}…${rest.slice(-4)}`;
}
