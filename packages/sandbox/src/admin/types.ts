import type { VerificationState } from '../generated/types.gen.ts';

// The bodies of the admin API, as `admin/openapi.json` describes them. Times are ISO 8601, UTC.

export interface List<Item> {
  results: Item[];
}

export interface Page<Item> extends List<Item> {
  count: number;
}

export interface TenantList extends List<Tenant> {
  keylessRequests: number;
}

export interface Health {
  status: 'ok';
  apiVersion: string;
}

export interface SigningKey {
  keyId: string;
  algorithm: 'Ed25519';
  publicKey: string;
  signs: boolean;
}

export interface Tenant {
  id: string;
  key: string;
  verifications: number;
  requests: number;
  faults: number;
  webhookEndpoints: number;
  lastUsed: string | null;
}

export interface ClockEvent {
  at: string;
  kind: string;
  detail: Record<string, unknown>;
}

export interface Clock {
  now: string;
  aheadMs: number;
  next: string | null;
}

export interface Advance {
  clock: Clock;
  events: ClockEvent[];
}

export interface StateAt {
  state: VerificationState;
  at: string;
}

export interface Person {
  first_name: string;
  last_name: string;
  social_security_number: string;
}

export interface AdminVerification {
  id: string;
  loan_id: string | null;
  state: VerificationState;
  type: string;
  created: string;
  target: Person;
  company: string | null;
  metadata: Record<string, unknown> | null;
  history: StateAt[];
  due: StateAt[];
  moves: VerificationState[];
}

export interface CredentialsSession {
  id: string;
  token: string;
  state: 'open' | 'success';
  created: string;
  target: Person;
  metadata: Record<string, unknown> | null;
  verificationId: string | null;
}

export interface FaultRule {
  id: number;
  operation: string;
  fault: string;
  after: number;
  times: number | null;
  seen: number;
  hits: number;
}

export interface FaultKind {
  type: string;
  description: string;
  appliesTo: 'response' | 'webhook';
  settings: FaultSetting[];
}

export interface FaultSetting {
  name: string;
  description: string;
  required: boolean;
  preset: string | number | null;
}

export interface FaultCatalogue {
  faults: FaultKind[];
  operations: Readonly<Record<'response' | 'webhook', readonly string[]>>;
}

export interface WebhookEndpoint {
  id: number;
  url: string;
  token: string;
}

export interface Attempt {
  at: string;
  status: number | null;
  failure: string | null;
}

export interface Delivery {
  id: number;
  endpointId: number;
  url: string;
  event: string;
  created: string;
  state: 'pending' | 'delivered' | 'failed';
  nextAttempt: string | null;
  attempts: Attempt[];
  payload: { hook: object; data: { state?: string } };
}

export interface LoggedRequest {
  id: number;
  at: string;
  method: string;
  path: string;
  operation: string | null;
  status: number;
  fault: string | null;
  durationMs: number;
  request: LoggedMessage;
  response: LoggedMessage;
}

export interface LoggedMessage {
  headers: Record<string, string>;
  body: unknown;
  note: string | null;
}
