import type { Earnings } from '@truework-legacy/client';

/** Cents, exactly. `Number('0.1') + Number('0.2')` is not. */
function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

function dollars(amount: bigint): string {
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const earnings: Earnings = {
  year: '2021',
  base: '52000.10',
  overtime: '1310.20',
  bonus: null,
};
const known = [earnings.base, earnings.overtime, earnings.bonus].filter(
  (amount) => typeof amount === 'string',
);
console.log(
  dollars(known.map(cents).reduce((sum, amount) => sum + amount, 0n)),
);
