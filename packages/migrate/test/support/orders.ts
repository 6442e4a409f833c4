import type {
  Order,
  OrderEmployee,
  OrderReport,
  OrderVerification,
} from '../../src/generated/later-types.gen.ts';
import { example } from './schemas.ts';

export const price = { amount: '39.95', currency: 'USD' } as const;
/** The kinds and paths of notes. */
export const brief = (notes: readonly { kind: string; path: string }[]) =>
  notes.map(({ kind, path }) => `${kind} ${path}`);
/** A value as 2023-10-30 has it. */
export const wrapped = <Value extends string>(
  canonical_value: Value,
  raw_value: string = canonical_value,
) => ({
  canonical_value,
  raw_value,
});

/** The order with one employer, with its verification changed. */
export function orderWith(change: Partial<OrderVerification>): Order {
  const order = example<Order>('OrderTargetEmployer');
  const [verification] = order.verification_requests ?? [];
  return { ...order, verification_requests: [{ ...(verification as OrderVerification), ...change }] };
}

/** The report of that order, changed. */
export function reportWith(change: Partial<OrderReport>): OrderReport {
  return { ...(orderWith({}).verification_requests?.[0]?.reports?.[0] as OrderReport), ...change };
}

/** That report, with its employee changed. */
export function employeeWith(change: Partial<OrderEmployee>): OrderReport {
  return reportWith({ employee: { ...(reportWith({}).employee as OrderEmployee), ...change } });
}
