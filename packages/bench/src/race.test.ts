import { expect, test } from 'vitest';
import { median, race } from './race.ts';

/** A clock that only work moves. */
function contestants() {
  let clockMs = 0;
  const verificationInput: string[] = [];
  const work = (name: string, milliseconds: number) => ({
    name,
    run: async () => {
      verificationInput.push(name);
      clockMs += milliseconds;
      return `${name} did it`;
    },
  });
  return { now: () => clockMs, verificationInput, work };
}

test('a race reports microseconds per call, and times the first', async () => {
  const { now, work } = contestants();
  expect(await race([work('base', 2), work('ours', 3)], { calls: 20, rounds: 3, turn: 5, now })).toEqual([
    { name: 'base', microseconds: 2000, ratio: 1, returned: 'base did it' },
    { name: 'ours', microseconds: 3000, ratio: 1.5, returned: 'ours did it' },
  ]);
});

test('contestants take turns, each one first as often as the other', async () => {
  const { now, work, verificationInput } = contestants();
  await race([work('a', 1), work('b', 1)], { calls: 4, rounds: 1, turn: 2, now });
  expect(verificationInput.join('')).toBe('aabbbbaa' + 'bbaaaabb');
});

test('one bad round changes neither figure nor ratio', async () => {
  let clockMs = 0;
  let calls = 0;
  const base = () => {
    clockMs += 2;
  };
  const ours = () => {
    calls += 1;
    // The second of the rounds that count.
    clockMs += calls > 10 && calls <= 15 ? 300 : 3;
  };
  const [, timing] = await race(
    [
      { name: 'base', run: base },
      { name: 'ours', run: ours },
    ],
    { calls: 5, rounds: 3, turn: 5, now: () => clockMs },
  );
  expect(timing).toMatchObject({ microseconds: 3000, ratio: 1.5 });
});

test('the round in which the compiler still learns is not counted', async () => {
  let clockMs = 0;
  let calls = 0;
  const run = () => {
    calls += 1;
    clockMs += calls > 5 ? 1 : 100;
  };
  const [timing] = await race([{ name: 'base', run }], { calls: 5, rounds: 1, turn: 5, now: () => clockMs });
  expect(timing?.microseconds).toBe(1000);
});

test('the median is the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 7])).toBe(6);
});
