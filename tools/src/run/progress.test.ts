import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const client = '@truework-legacy/client#build';
let printed: string;
let progress: typeof import('./progress.ts');

/** Loads the module as in a command that is started now, whose output is a terminal or is not. */
async function begin(terminal: { columns: number } | undefined): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  vi.resetModules();
  vi.stubGlobal('process', {
    ...process,
    stdout: {
      isTTY: terminal !== undefined,
      columns: terminal?.columns,
      write: (text: string) => {
        printed += text;
      },
    },
  });
  vi.spyOn(console, 'log').mockImplementation((line = '') => {
    printed += `${line}\n`;
  });
  progress = await import('./progress.ts');
}

beforeEach(() => {
  printed = '';
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('what goes on', () => {
  test('is a line each in a pipe and in the log of a CI run', async () => {
    await begin(undefined);
    progress.showProgress('Building');
    vi.setSystemTime(3_210);
    progress.showStageEnd({ id: client, result: 'done' });
    vi.setSystemTime(107_200);
    progress.showStageEnd({ id: '@truework-legacy/contract-tests#test', result: 'failed' });
    progress.clearProgress();
    progress.clearProgress();
    expect(printed).toBe(
      ['[  0.0 s] Building', '[  3.2 s] client build: done', '[107.2 s] contract tests: failed', '', ''].join(
        '\n',
      ),
    );
  });

  test('is one line of a terminal, which it leaves empty', async () => {
    await begin({ columns: 80 });
    progress.showProgress('Building');
    progress.showStageEnd({ id: client, result: 'cached' });
    progress.clearProgress();
    expect(printed.split('\r\u001b[K')).toEqual(['', 'Building…', 'Building (client build: cached)…', '']);
  });

  test('is not wrapped by a narrow terminal', async () => {
    await begin({ columns: 10 });
    progress.showProgress('Building everything');
    expect(printed).toBe('\r\u001b[KBuilding ');
  });
});
