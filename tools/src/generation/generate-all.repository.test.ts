import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { generateAll } from './generate-all.ts';

test('two generations on different days, in different folders, write the same bytes', async () => {
  const first = await generateAll();
  const elsewhere = mkdtempSync(join(tmpdir(), 'truework-legacy-elsewhere-'));
  const before = process.cwd();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2031, 0, 1) });
  vi.stubEnv('TMPDIR', elsewhere);
  vi.stubEnv('TZ', 'Pacific/Kiritimati');
  vi.stubEnv('LANG', 'tr_TR.UTF-8');
  try {
    const second = await generateAll();
    expect(process.cwd()).toBe(before);
    expect([...second].sort()).toEqual([...first].sort());
    for (const text of second.values()) {
      expect(text).not.toContain(tmpdir());
      expect(text).not.toContain('\r');
    }
  } finally {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    rmSync(elsewhere, { recursive: true });
  }
});
