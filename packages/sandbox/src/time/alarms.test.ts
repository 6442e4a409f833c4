import { expect, test } from 'vitest';
import { Alarms } from './alarms.ts';

test('those that are due at once ring in the order of their times, not in that in which they were set', () => {
  let nowMs = 0;
  const alarms = new Alarms(() => nowMs);
  const rang: string[] = [];
  alarms.set(20, () => rang.push('second'));
  alarms.set(10, () => rang.push('first'));
  alarms.set(40, () => rang.push('never'));
  nowMs = 30;
  expect([alarms.ringDue(), alarms.ringDue()]).toEqual([true, false]);
  expect(rang).toEqual(['first', 'second']);
});
