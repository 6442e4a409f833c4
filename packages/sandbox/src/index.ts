export type { UnknownPeople } from './api/index.ts';
export { SandboxError } from './errors/index.ts';
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
} from './faults/index.ts';
export type { ListenOptions, LoggedRequest, SandboxServer } from './http/index.ts';
export type { SandboxOptions } from './options.ts';
export {
  type ReportShape,
  type TestEmployment,
  type TestNumber,
  type TestPerson,
  type TestPersonError,
  type TestPersonErrorStatus,
  type TestPersonReport,
  type TestPersonState,
  type TestValue,
  testNumbers,
  testValues,
} from './people/index.ts';
export { createSandbox, type Sandbox } from './sandbox.ts';
export type { SigningKey } from './seed/index.ts';
export type {
  Advance,
  AdvanceableClock,
  ClockEvent,
  RateLimits,
  Snapshot,
  StateAt,
  StoredCredentialsSession,
  StoredVerification,
} from './state/index.ts';
export type {
  CredentialsSessionsHandle,
  FaultRulesHandle,
  PeopleHandle,
  TenantHandle,
  VerificationsHandle,
  WebhooksHandle,
} from './tenant-handle.ts';
export { type Clock, type Duration, type TestClock, testClock } from './time/index.ts';
export {
  attemptSchedule,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookEndpointInput,
} from './webhooks/index.ts';
