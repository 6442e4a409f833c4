export { Changes } from './changes.ts';
export type { CompletedCredentialsSession, StoredCredentialsSession } from './credentials-session-table.ts';
export { isLocalAddress, type RateLimits, RateWindow } from './rate-window.ts';
export { Rendered } from './rendered.ts';
export { isAscending, isCount, isInstant, isText, parsed } from './row-checks.ts';
export type { Snapshot } from './snapshot.ts';
export { type Row, type Statement, Store } from './store.ts';
export type { Advance, AdvanceableClock, Tenant } from './tenant.ts';
export { byNumber, type PeopleByNumber } from './tenant-people.ts';
export type { Json, TenantPart, TenantScope } from './tenant-scope.ts';
export { Tenants } from './tenants.ts';
export type { ClockEvent, Patience } from './timeline-table.ts';
export {
  completedMs,
  type StateAt,
  type StoredVerification,
  type VerificationRecord,
} from './verification-record.ts';
