import { afterEach, expect, test } from 'vitest';
import { behaviourMutants } from '../../mutation/behaviour-mutants.ts';
import { staleReasons } from '../../mutation/equivalents.ts';
import { codeMutants } from '../../mutation/generic/code-mutants.ts';
import { plantSwitches } from '../../mutation/generic/plant-switches.ts';
import { sample } from '../../mutation/generic/sample.ts';
import { mutatedSource } from '../../mutation/mutant.ts';

afterEach(() => {
  globalThis.mutantIsActive = undefined;
});

/** What an expression is with each of its mutants, by what the mutant changes. `none` is what it is without. */
function resultsOf(source: string, expression: string): Record<string, unknown> {
  const mutants = codeMutants('file.ts', source);
  const planted = plantSwitches(
    source,
    mutants.map((mutant, id) => ({ id, mutant })),
  );
  const run = (active?: number) => {
    globalThis.mutantIsActive = (id) => id === active;
    try {
      return new Function(`${planted}; return ${expression};`)() as unknown;
    } catch (error) {
      return (error as Error).name;
    }
  };
  return { none: run(), ...Object.fromEntries(mutants.map(({ change }, id) => [change, run(id)])) };
}

test('a condition always holds, never holds, and holds without one of its parts; a bound is shifted', () => {
  const source = 'function f(a, b) { if (a > 1 && b) return 1; return 2; }';
  expect(resultsOf(source, '[f(1, true), f(1, false), f(2, false), f(2, true)]')).toEqual({
    none: [2, 2, 2, 1],
    'return at once from f': [undefined, undefined, undefined, undefined],
    'a > 1 && b to true': [1, 1, 1, 1],
    'a > 1 && b to false': [2, 2, 2, 2],
    'a > 1 && b to a > 1': [2, 2, 1, 1],
    'a > 1 && b to b': [1, 2, 2, 1],
    '> to >= in a > 1': [1, 2, 2, 1],
    '1 to 2': [2, 2, 2, 2],
    '2 to 3': [3, 3, 3, 1],
  });
});

test('constants are others, and fields, elements, statements and calls are left out', () => {
  const source = `const calls = []; function f() { calls.push(true); return { a: ' A '.trim(), b: [1, -2] }; }`;
  expect(resultsOf(source, '[f(), calls]')).toEqual({
    none: [{ a: 'A', b: [1, -2] }, [true]],
    'return at once from f': [undefined, []],
    'without calls.push(true);': [{ a: 'A', b: [1, -2] }, []],
    'true to false': [{ a: 'A', b: [1, -2] }, [false]],
    "without a: ' A '.trim()": [{ b: [1, -2] }, [true]],
    "' A '.trim() to ' A '": [{ a: ' A ', b: [1, -2] }, [true]],
    "' A ' to ''": [{ a: '', b: [1, -2] }, [true]],
    'without b: [1, -2]': [{ a: 'A' }, [true]],
    'without 1': [{ a: 'A', b: [-2] }, [true]],
    'without -2': [{ a: 'A', b: [1] }, [true]],
    '1 to 2': [{ a: 'A', b: [2, -2] }, [true]],
    '-2 to 2': [{ a: 'A', b: [1, 2] }, [true]],
    '2 to 3': [{ a: 'A', b: [1, -3] }, [true]],
  });
});

test.for([
  ['an else belongs to its own if', 'function f(a) { if (a) throw 1; else return 2; }', 'f(0)', 2],
  ['operands keep their parentheses', 'const f = (a) => 8 - (a ? 1 : 2)', 'f(true)', 7],
  ['a method is called on its object', "const f = () => 'b,a'.split(',').sort().join()", 'f()', 'a,b'],
  ['a chain ends where it did', 'const f = (a) => a?.b.filter(Boolean).length', 'f(undefined)', undefined],
  ['a module may call itself before it has run', 'const x = f(); function f() { return 1; }', 'x', 1],
])('switched off, nothing has changed: %s', ([, source, expression, expected]) => {
  expect(resultsOf(source as string, expression as string)['none']).toEqual(expected);
});

test('types, names and modules are left as they are', () => {
  const source = `import a from 'a'; export * from 'b'; type T = 'c' | 1; const d = e as Record<'f', 2>; let g: { 'h': 3 };`;
  expect(codeMutants('file.ts', source)).toEqual([]);
});

test('a sample is drawn anew for each seed, and is the same for the same', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const [first, again, other] = [sample(items, 5, 1), sample(items, 5, 1), sample(items, 5, 2)];
  expect(first).toHaveLength(5);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(sample(items, 500, 1)).toEqual(items);
});

test('the mutants of the list, and the reasons why others are not noticed, are about code that is there', () => {
  for (const mutant of behaviourMutants()) mutatedSource(mutant);
  expect(staleReasons()).toEqual([]);
});
