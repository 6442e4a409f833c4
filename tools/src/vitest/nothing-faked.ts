// Without isolation, the files of a project share one process: a timer or a Date that one of them leaves faked makes a later one hang.

const key = Symbol.for('truework-legacy.nothing-faked');
const shared = globalThis as { [key]?: readonly unknown[] };

const names = ['setTimeout', 'clearTimeout', 'Date', 'fetch'] as const;
const now = [...names.map((name) => globalThis[name]), performance.now];
shared[key] ??= now;

const faked = [...names, 'performance.now'].filter((_, index) => now[index] !== shared[key]?.[index]);
if (faked.length > 0) {
  throw new Error(
    `A test file that ran before left ${faked.join(', ')} faked. A spy on what is faked brings the fake back when it is restored: spy on nothing that is faked.`,
  );
}
