import { durationMs } from '../time/index.ts';
import type { WebhookAttempt, WebhookDelivery } from './delivery.ts';

/**
 * When the attempts of a delivery are due, counted from the first one. Truework says that it retries over 48 hours; the steps are ours.
 */
export const attemptSchedule = [
  '0 minutes',
  '1 minute',
  '5 minutes',
  '15 minutes',
  '1 hour',
  '3 hours',
  '6 hours',
  '12 hours',
  '24 hours',
  '36 hours',
  '48 hours',
] as const;

const scheduleMs = attemptSchedule.map(durationMs);

/** The state of a delivery after an attempt, and when the next one is due. */
export function afterAttempt(
  { state, nextAttemptMs, attempts }: WebhookDelivery,
  attempt: WebhookAttempt,
  retries: boolean,
): Pick<WebhookDelivery, 'state' | 'nextAttemptMs'> {
  if (attempt.failure === null) return { state: 'delivered', nextAttemptMs: null };
  if (!retries || state !== 'pending') return { state, nextAttemptMs };
  const firstMs = attempts[0]?.atMs ?? attempt.atMs;
  const next = scheduleMs.find((offset) => firstMs + offset > attempt.atMs);
  return next === undefined
    ? { state: 'failed', nextAttemptMs: null }
    : { state: 'pending', nextAttemptMs: firstMs + next };
}
