import { expect, test } from 'vitest';
import { isLocalAddress, RateWindow } from './rate-window.ts';

test('within any second as many as the limit are accepted, and the others get how long to wait', () => {
  const rates = new RateWindow(2);
  const take = (elapsedMs: number, realMs = elapsedMs) => rates.take('one', { elapsedMs, realMs });
  expect([take(100), take(400), take(700), take(1099)]).toEqual([0, 0, 400, 1]);
  expect([take(1100), take(1100), take(1400)]).toEqual([0, 300, 0]);
  // Other names have a window of their own.
  expect(rates.take('other', { elapsedMs: 1400, realMs: 1400 })).toBe(0);
  expect(take(1400)).toBe(700);
  // The clock stands, and then goes back.
  expect([take(1400, 2399), take(1400, 2400)]).toEqual([700, 0]);
  expect([take(1300, 2400), take(1300, 2400), take(1300, 2400)]).toEqual([0, 0, 1000]);
  rates.clear();
  expect(take(1300, 2400)).toBe(0);
});

test('of more names than any network has, all begin anew', () => {
  const rates = new RateWindow(1);
  const take = (name: number) => rates.take(String(name), { elapsedMs: 0, realMs: 0 });
  for (let name = 0; name < 10_000; name += 1) take(name);
  expect([0, 10_000, 0, 1, 0].map(take)).toEqual([1000, 0, 0, 0, 1000]);
});

test('addresses of this machine', () => {
  const addresses = ['in-process', '::1', '127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1'];
  const others = ['10.0.127.1', '::2', '::ffff:10.0.0.1', '2001:db8::1', ''];
  expect([...addresses, ...others].filter(isLocalAddress)).toEqual(addresses);
});
