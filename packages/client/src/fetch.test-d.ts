import { fetch as undiciFetch } from 'undici';
import { expectTypeOf } from 'vitest';
import type { Fetch } from './fetch.ts';
import type { TrueworkOptions } from './options.ts';

// What must be assignable to the option `fetch`. Nothing here runs: `pnpm typecheck` is the test.

expectTypeOf<typeof globalThis.fetch>().toExtend<Fetch>();
expectTypeOf(undiciFetch).toExtend<Fetch>();
/** As a sandbox has it, and every handler of web frameworks. */
expectTypeOf<(input: string | URL | Request, init?: RequestInit) => Promise<Response>>().toExtend<Fetch>();
expectTypeOf<(request: Request) => Promise<Response>>().not.toExtend<Fetch>();

export const options: Partial<TrueworkOptions>[] = [
  { fetch: undiciFetch },
  { fetch: globalThis.fetch },
  { fetch: async (url, init) => new Response(url + init.method) },
  // @ts-expect-error It gives no response.
  { fetch: async () => 'text' },
];
