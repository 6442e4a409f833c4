import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readTree } from '../generated-tree.ts';
import { root } from '../paths.ts';
import { generateAll } from './generate-all.ts';

test('a generation on another day, in another folder, writes the bytes that are committed', async () => {
  const committed = (await readTree(root)).texts;
  const elsewhere = mkdtempSync(join(tmpdir(), 'truework-legacy-elsewhere-'));
  const before = process.cwd();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2031, 0, 1) });
  vi.stubEnv('TMPDIR', elsewhere);
  vi.stubEnv('TZ', 'Pacific/Kiritimati');
  vi.stubEnv('LANG', 'tr_TR.UTF-8');
  try {
    const generated = await generateAll();
    expect(process.cwd()).toBe(before);
    expect([...generated].sort()).toEqual([...committed].sort());
    for (const text of generated.values()) {
      expect(text).not.toContain(tmpdir());
      expect(text).not.toContain('\r');
    }
  } finally {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    rmSync(elsewhere, { recursive: true });
  }
});
