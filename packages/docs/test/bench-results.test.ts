import { describe, expect, it } from 'vitest';
import { barsOf } from '../src/evidence/bench-results.ts';

describe('barsOf', () => {
  it('draws figures to the scale of the longest, a budget included', () => {
    const bars = barsOf({
      title: 'size',
      unit: 'kB',
      rows: [
        { subject: 'this client', figure: 5, ratio: 1, budget: { of: 'figure', atMost: 10 } },
        { subject: 'raw fetch', figure: 2.5, ratio: 0.5 },
      ],
    });
    expect(bars).toEqual([
      {
        subject: 'this client',
        share: 0.5,
        label: '5 kB',
        budget: { share: 1, label: 'at most 10 kB' },
        isOurs: true,
      },
      { subject: 'raw fetch', share: 0.25, label: '2.5 kB', budget: undefined, isOurs: false },
    ]);
  });

  it('says which budget is missed, also of a ratio beside figures', () => {
    const budget = { of: 'ratio', atLeast: 0.4 } as const;
    const rows = [{ subject: 'this sandbox', figure: 36, ratio: 0.36, budget }];
    const [bar] = barsOf({ title: 'load', unit: 'requests/s', ratioTo: '× bare', rows });
    expect(bar?.budget).toEqual({ share: undefined, label: 'at least 0.4 × bare, missed' });
  });

  it('draws ratios if there is no figure', () => {
    const [bar] = barsOf({ title: 'load', unit: '', rows: [{ subject: 'times Prism', ratio: 8.3 }] });
    expect(bar).toMatchObject({ share: 1, label: '8.3 ×' });
  });

  it('marks what is ours', () => {
    const subjects = [
      'this client',
      'drift of these validators',
      'createSandbox()',
      'axios 1.21.1',
      'raw fetch',
    ];
    const rows = subjects.map((subject) => ({ subject, figure: 1 }));
    expect(barsOf({ title: '', unit: 'ms', rows }).map(({ isOurs }) => isOurs)).toEqual([
      ...[true, true, true, false, false],
    ]);
  });
});
