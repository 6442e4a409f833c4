import { createSandbox } from '@truework-legacy/sandbox';
import { expect, test } from 'vitest';
import { unexcused, unusedExcuses } from '../../third-party/excused-findings.ts';
import { respect } from '../../third-party/respect.ts';

// Prism and Specmatic run in `pnpm third-party` and weekly: they take as long as everything else here together.

test('Redocly Respect finds nothing wrong with the sandbox', async () => {
  const sandbox = createSandbox({ rateLimit: false });
  const { url, close } = await sandbox.listen({ port: 0 });
  try {
    const { checks, findings } = await respect.validate(url);
    expect(unexcused(findings), 'findings').toEqual([]);
    expect(unusedExcuses(respect.name, findings), 'excuses that excuse nothing').toEqual([]);
    expect(checks, `${respect.counts} that it made`).toBe(304);
  } finally {
    await close();
    await sandbox.close();
  }
});
