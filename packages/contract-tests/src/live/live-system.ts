import type { Clock } from '@truework-legacy/client';
import { spec } from '../spec.ts';
import { findOperation } from '../spec-findings.ts';
import type { SystemUnderTest } from '../system-under-test.ts';
import { pause, systemClock } from './gate.ts';

/** What {@link liveSystem} talks to. Fits into an environment variable. */
export interface LiveAddress {
  readonly baseUrl: string;
  readonly token: string;
  /** How long to wait between two looks at what was created, in milliseconds. */
  readonly pollMs: number;
}

/** How often to look at what was created, at most. At the vendor's pace that is a minute. */
const looks = 30;

/** Looks that have to be the same before a verification that waits for somebody else counts as settled. */
const quietLooks = 4;

/** States that the API leaves by itself, in a sandbox soon: to look the same is not to be settled. */
const passing = new Set<unknown>(['pending-approval', 'processing']);

const final = new Set<unknown>(spec.components?.schemas?.['VerificationState']?.['x-final']);

/**
 * A server whose time is its own. Clients of it neither retry a call nor keep a rate: the gate between does.
 *
 * @param fetch - Sends the requests.
 * @param clock - Lets time pass between two looks.
 */
export function liveSystem(
  { baseUrl, token, pollMs }: LiveAddress,
  fetch: typeof globalThis.fetch = globalThis.fetch,
  clock: Clock = systemClock,
): SystemUnderTest {
  const created = new Set<string>();

  async function look(id: string): Promise<unknown> {
    const response = await fetch(`${baseUrl}/verification-requests/${encodeURIComponent(id)}`, {
      headers: {
        Accept: `application/json; version=${spec.info.version}`,
        Authorization: `Bearer ${token}`,
      },
    });
    const body = (await response.json().catch(() => undefined)) as { state?: unknown } | undefined;
    return body?.state;
  }

  return {
    baseUrl,
    token,
    rateLimiter: false,
    retries: 0,
    validatesResponses: false,
    async fetch(input, init) {
      const request = new Request(input, init);
      const response = await fetch(request.clone());
      const id = findOperation(request.method, new URL(request.url).pathname)?.operation.id;
      if (response.status === 201 && (id === 'createVerification' || id === 'reverifyVerification')) {
        const body = (await response
          .clone()
          .json()
          .catch(() => undefined)) as { id?: unknown } | undefined;
        if (typeof body?.id === 'string') created.add(body.id);
      }
      return response;
    },
    advance() {
      throw new Error('The time of this system is not ours to advance. Use settle() instead.');
    },
    async settle() {
      const unsettled = new Map([...created].map((id) => [id, { state: undefined as unknown, quiet: 0 }]));
      for (let count = 0; count < looks && unsettled.size > 0; count += 1) {
        if (count > 0) await pause(clock, pollMs);
        for (const [id, last] of unsettled) {
          const state = await look(id);
          last.quiet = state === last.state && !passing.has(state) ? last.quiet + 1 : 0;
          last.state = state;
          if (final.has(state) || last.quiet >= quietLooks) unsettled.delete(id);
        }
      }
      created.clear();
    },
    close: async () => {},
  };
}
