export type { Clock, Duration } from './clock.ts';
export type { StoredCredentialsSession } from './credentials-sessions.ts';
export {
  type Fault,
  type FaultDescription,
  type FaultOperation,
  type FaultRule,
  type FaultRuleInForce,
  type FaultType,
  faultCatalogue,
  faultOperations,
  type WrittenFault,
} from './faults.ts';
export type { UnknownPeople } from './handler.ts';
export type { ListenOptions, SandboxServer } from './listen.ts';
export type { RateLimits } from './rate-limit.ts';
export type { LoggedRequest } from './request-log.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export { SandboxError } from './sandbox-error.ts';
export type { SigningKey } from './signing.ts';
export type { Snapshot } from './snapshot.ts';
export type { Advance, AdvanceableClock } from './tenant.ts';
export type {
  TenantCredentialsSessions,
  TenantFaultRules,
  TenantHandle,
  TenantPeople,
  TenantVerifications,
  TenantWebhooks,
} from './tenant-handle.ts';
export { type TestClock, testClock } from './test-clock.ts';
export { type TestEmployment, type TestNumber, testNumbers } from './test-numbers.ts';
export type {
  TestPerson,
  TestPersonError,
  TestPersonErrorStatus,
  TestPersonReport,
  TestPersonState,
} from './test-person.ts';
export { type TestValue, testValues } from './test-values.ts';
export type { ClockEvent } from './timeline.ts';
export type { StateAt, StoredVerification } from './verifications.ts';
export type { WebhookEndpointInput } from './webhook-endpoint.ts';
export {
  attemptSchedule,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookEndpoint,
} from './webhooks.ts';
