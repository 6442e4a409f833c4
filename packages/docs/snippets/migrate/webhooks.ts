import { webhookHandler } from '@truework-legacy/client/webhooks';
import {
  fromOrderCompleted,
  type Order,
  type OrderCompleted,
  type VerificationStateChange,
} from '@truework-legacy/migrate';
import later from '@truework-legacy/spec/2023-10-30/openapi.json' with {
  type: 'json',
};

const tokens = ['token-of-the-old-hook', 'token-of-the-new-hook'];

/** A stand-in for `GET /orders/{order_id}`. */
const readOrder = async (_orderId: string | undefined) =>
  later.components.examples.OrderTargetEmployer.value as unknown as Order;

/** What your application does today. */
const onChange = ({ data }: Pick<VerificationStateChange, 'data'>) =>
  console.log(data.state, data.metadata);

export const receive = webhookHandler({
  token: tokens,
  on: {
    // Of both versions: the new event only has more fields.
    'verification_request.state.change': onChange,
    unknown: async (event) => {
      if (event.hook.event !== 'order.completed') return;
      const completed = event as unknown as OrderCompleted;
      const order = await readOrder(completed.data?.order_id);
      fromOrderCompleted(completed, order).events.forEach(onChange);
    },
  },
});

const delivery = new Request('https://lender.example.com/webhooks/orders', {
  method: 'POST',
  headers: { 'x-truework-token': 'token-of-the-new-hook' },
  body: JSON.stringify(later.components.examples.OrderCompletedEvent.value),
});
const { status } = await receive(delivery);
console.log(status);
