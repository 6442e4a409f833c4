import { describe, expect, test } from 'vitest';
import { brief } from '../test/support/orders.ts';
import { errorsOf, example } from '../test/support/schemas.ts';
import { fromOrderCompleted } from './from-order-completed.ts';
import { fromStateChange } from './from-state-change.ts';
import type { Order, OrderCompleted, OrderStateChange } from './generated/later-types.gen.ts';

describe('a webhook', () => {
  const change = example<OrderStateChange>('OrderStateChangeCompleted');

  test('about a state is the same event', () => {
    const { event } = fromStateChange(change);
    expect(event).toEqual({
      hook: {
        id: 41,
        event: 'verification_request.state.change',
        target: 'https://lender.example.com/webhooks/orders',
      },
      data: {
        verification_request_id: change.data?.verification_request_id,
        state: 'completed',
        metadata: { application: 'A-20011' },
      },
    });
    expect(errorsOf('legacy', 'VerificationStateChange', event)).toEqual([]);
  });

  test('may lack what samples lack, and may be misspelt', () => {
    const data = {
      verification_request_id: 'v',
      state: 'action-requred',
      metadata: { a: 'b', c: 1 },
    } as const;
    const { event, notes } = fromStateChange({ data });
    expect(event).toEqual({
      hook: { id: 0, event: 'verification_request.state.change', target: 'about:blank' },
      data: { verification_request_id: 'v', state: 'action-required', metadata: { a: 'b' } },
    });
    expect(errorsOf('legacy', 'VerificationStateChange', event)).toEqual([]);
    expect(brief(notes)).toEqual(['lost /data/metadata', 'assumed /hook/id', 'assumed /hook/target']);
    expect(fromStateChange({}).event).toBeUndefined();
    const newer = fromStateChange({ data: { ...data, state: 'newer' as 'invalid' } });
    expect(newer.event?.data.state).toBe('processing');
    expect(newer.notes.find(({ path }) => path === '/data/state')?.reason).toMatch(/becomes `processing`/);
  });

  test('about a completed order is one for each verification of it', () => {
    const completed = example<OrderCompleted>('OrderCompletedEvent');
    const order = example<Order>('OrderTargetEmployer');
    const { events, sessionEvents } = fromOrderCompleted(completed, {
      ...order,
      truework_direct: example<Order>('OrderTrueworkDirect').truework_direct,
    });
    expect(events).toEqual([
      {
        hook: {
          id: 42,
          event: 'verification_request.state.change',
          target: 'https://lender.example.com/webhooks/orders',
        },
        data: {
          verification_request_id: order.verification_requests?.[0]?.id,
          state: 'completed',
          metadata: { application: 'A-20011' },
          credentials_session_token: 'E6kV9OolLMhHgGJQab43x6a9i_A8TU1xAihHnjyvvus',
        },
      },
    ]);
    expect(errorsOf('legacy', 'VerificationStateChange', events[0])).toEqual([]);
    expect(sessionEvents).toEqual([
      {
        hook: { ...events[0]?.hook, event: 'credentials_session.state.change' },
        data: {
          state: 'success',
          token: 'E6kV9OolLMhHgGJQab43x6a9i_A8TU1xAihHnjyvvus',
          verification_request_id: order.verification_requests?.[0]?.id,
        },
      },
    ]);
    expect(errorsOf('legacy', 'CredentialsSessionStateChange', sessionEvents[0])).toEqual([]);
    expect(fromOrderCompleted(completed, order).sessionEvents).toEqual([]);
    const canceled = { canonical_value: 'canceled', raw_value: 'canceled' } as const;
    const ended = fromOrderCompleted(completed, {
      ...order,
      truework_direct: example<Order>('OrderTrueworkDirect').truework_direct,
      verification_requests: (order.verification_requests ?? []).map((one) => ({ ...one, state: canceled })),
    });
    expect(ended.events.map(({ data }) => data.state)).toEqual(['canceled']);
    expect(ended.sessionEvents, 'only a completed verification ends a session').toEqual([]);
    const wrong = fromOrderCompleted(completed, { ...order, id: 'another' });
    expect(wrong.events).toEqual([]);
    expect(brief(wrong.notes)).toContain('reject /data/order_id');
  });
});
