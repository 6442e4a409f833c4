import later from '@truework-legacy/spec/2023-10-30/openapi.json' with { type: 'json' };
import * as requests from '@truework-legacy/zod/2023-10-30/request';
import * as responses from '@truework-legacy/zod/2023-10-30/response';
import { describe, expect, it } from 'vitest';

// The validators of 2023-10-30 are as strict and as open as those of 2019-10-15: closed to what is sent, open to what comes back.

const value = (name: keyof typeof later.components.examples) =>
  structuredClone(later.components.examples[name].value) as Record<string, unknown>;

const sent = [
  ['createTargetEmployerOrder', 'TargetEmployerOrderInputFull'],
  ['createEmployerSearchOrder', 'EmployerSearchOrderInputAny'],
  ['createTrueworkDirectOrder', 'TrueworkDirectOrderInputOne'],
  ['createReverification', 'OrderReverificationInputReport'],
  ['cancelOrder', 'OrderCancellationInputOther'],
] as const;

describe.each(sent)('what %s takes', (operation, example) => {
  const { body } = requests.operations[operation];

  it('is its example, and nothing that nobody describes', () => {
    body.parse(value(example));
    expect(body.safeParse({ ...value(example), documents: [] }).success).toBe(false);
    expect(body.safeParse({}).success).toBe(false);
  });
});

describe.each(['OrderTargetEmployer', 'OrderEmployerSearch', 'OrderTrueworkDirect'] as const)(
  'the order %s',
  (example) => {
    it('is valid, also with what is newer, and not without its id', () => {
      const { id: _, ...withoutId } = value(example);
      responses.Order.parse(value(example));
      responses.Order.parse({ ...value(example), newer: 1 });
      expect(responses.Order.safeParse(withoutId).success).toBe(false);
    });
  },
);

it('the webhooks are valid', () => {
  responses.orderStateChange.body.parse(value('OrderStateChangeCompleted'));
  responses.orderCompleted.body.parse(value('OrderCompletedEvent'));
  expect(responses.orderStateChange.body.safeParse({ data: { state: 1 } }).success).toBe(false);
});
