import { spec } from '../spec.ts';

/** What a live run is against. */
export interface LiveSettings {
  /** Whether it is the vendor's own sandbox. Else it is a server of this machine. */
  readonly isVendor: boolean;
  /** Without a slash at its end. */
  readonly origin: string;
  readonly token: string;
}

/** Why nothing was sent. */
export class LiveModeError extends Error {}

/** Base URL of the vendor's sandbox. */
export const vendorSandbox: string =
  spec.servers?.find((server) => server['x-environment'] === 'sandbox')?.url ?? '';

const loopback = /^(localhost|\[::1\]|127(\.\d+){3})$/;

/**
 * What the environment says to run against: `TRUEWORK_SANDBOX_TOKEN`, and for this project's own tests `TRUEWORK_SANDBOX_URL`.
 *
 * @throws {@link LiveModeError} if there is no key, or it or the URL is anything but a sandbox's.
 */
export function liveSettings(environment: Readonly<Record<string, string | undefined>>): LiveSettings {
  const token = environment['TRUEWORK_SANDBOX_TOKEN'] ?? '';
  // One that is set and empty was meant to be another: it must not lead to the vendor.
  const address = environment['TRUEWORK_SANDBOX_URL'] ?? vendorSandbox;
  if (token === '') {
    throw new LiveModeError(
      'Unverified against the vendor: there is no key, and nothing was sent. Set TRUEWORK_SANDBOX_TOKEN to a test key (tw_sk_test_…).',
    );
  }
  if (!/^tw_sk_test_[\w-]+$/.test(token)) {
    throw new LiveModeError(
      'Unverified against the vendor: TRUEWORK_SANDBOX_TOKEN is not a secret test key (tw_sk_test_…), and nothing was sent. This suite never takes a production key: each verification would be charged.',
    );
  }
  const url = URL.parse(address);
  const isVendor = url?.origin === vendorSandbox;
  const isLocal = url?.protocol === 'http:' && loopback.test(url.hostname);
  if (url === null || !(isVendor || isLocal)) {
    throw new LiveModeError(
      `Unverified against the vendor: TRUEWORK_SANDBOX_URL is neither ${vendorSandbox} nor http on this machine, and nothing was sent. Leave it unset.`,
    );
  }
  return { isVendor, origin: url.origin, token };
}
