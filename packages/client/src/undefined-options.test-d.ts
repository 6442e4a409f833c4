import { expectTypeOf } from 'vitest';
import type { CallOptions, TrueworkOptions } from './options.ts';
import type { ReconcileSinceOptions } from './reconcile.ts';
import type { ArchiveOptions } from './signatures/archive.ts';
import type { SignatureKey } from './signatures/published-keys.ts';
import type { SignatureVerifierOptions } from './signatures/signature-verifier.ts';
import type { StandardSchemasOptions } from './validation/standard-schemas.ts';
import type { WaitOptions } from './wait.ts';
import type { TestEventOptions } from './webhooks/create-test-event.ts';
import type { RecentStatesOptions } from './webhooks/deduplicate.ts';
import type { KnownEvents } from './webhooks/event.ts';
import type { EventHandlers, WebhookHandlerOptions } from './webhooks/webhook-handler.ts';

// Every option may be undefined, also with exactOptionalPropertyTypes: it may come from a setting that is not there.

/** The names of the options that may be absent. */
type Optional<Options> = {
  [Name in keyof Options]-?: Record<never, never> extends Pick<Options, Name> ? Name : never;
}[keyof Options];

/** Those of them that must not be undefined. */
type NeverUndefined<Options> = Options extends unknown
  ? {
      [Name in Optional<Options>]-?: Record<Name, undefined> extends Pick<Options, Name> ? never : Name;
    }[Optional<Options>]
  : never;

expectTypeOf<NeverUndefined<TrueworkOptions | CallOptions | WaitOptions>>().toBeNever();
expectTypeOf<NeverUndefined<ReconcileSinceOptions | StandardSchemasOptions>>().toBeNever();
expectTypeOf<NeverUndefined<ArchiveOptions | SignatureKey | SignatureVerifierOptions>>().toBeNever();
expectTypeOf<NeverUndefined<WebhookHandlerOptions | EventHandlers | RecentStatesOptions>>().toBeNever();
expectTypeOf<NeverUndefined<TestEventOptions<keyof KnownEvents>>>().toBeNever();
