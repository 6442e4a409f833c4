export { Changes } from './changes.ts';
export type { StoredCredentialsSession } from './credentials-sessions.ts';
export { isLocalAddress, type RateLimits, RateWindow } from './rate-limit.ts';
export { Rendered } from './rendered.ts';
export type { Snapshot } from './snapshot.ts';
export { type Statement, Store } from './store.ts';
export { type Advance, type AdvanceableClock, type Part, type Tenant, Tenants } from './tenant.ts';
export { byNumber, type PeopleByNumber } from './tenant-people.ts';
export type { ClockEvent, Json, Patience } from './timeline.ts';
export {
  completedMs,
  type KeptVerification,
  type StateAt,
  type StoredVerification,
} from './verifications.ts';
