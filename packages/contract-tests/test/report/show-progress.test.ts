import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clearProgress, showCount, showProgress } from '../../src/show-progress.ts';

let printed: string;

function standardError({ isTTY }: { isTTY: boolean }): void {
  const stderr = {
    isTTY,
    write: (text: string) => {
      printed += text;
    },
  };
  vi.stubGlobal('process', { ...process, stderr });
}

beforeEach(() => {
  printed = '';
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2031, 0, 1) });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a pipe gets each step, and a count every ten seconds', () => {
  standardError({ isTTY: false });
  showProgress('sandbox: 0 of 90');
  for (let count = 1; count <= 7; count += 1) {
    vi.setSystemTime(Date.now() + 3_000);
    showCount(`sandbox: ${count} of 90`);
  }
  showProgress('client: 0 of 40');
  clearProgress();
  expect(printed).toBe('sandbox: 0 of 90\nsandbox: 4 of 90\nclient: 0 of 40\n');
});

test('a terminal shows every count, in one line that is cleared at the end', () => {
  standardError({ isTTY: true });
  showProgress('sandbox: 0 of 90');
  showCount('sandbox: 1 of 90');
  clearProgress();
  expect(printed.split('\r\u001b[K')).toEqual(['', 'sandbox: 0 of 90', 'sandbox: 1 of 90', '']);
});
