import { describe, expect, test } from 'vitest';
import { redactor, valuesAt } from './redact.ts';

describe('redactor', () => {
  test('cuts out the given values, in any case, and keeps the rest', () => {
    expect(redactor(['Riley', 'Riley Sample'])('No match for RILEY SAMPLE in 2019.')).toBe(
      'No match for [redacted] in 2019.',
    );
  });

  test.for([
    ['000-12-3456 is unknown', '[redacted] is unknown'],
    ['number 000123456', 'number [redacted]'],
    ['mail a.b@example.com now', 'mail [redacted] now'],
    ['key tw_sk_test_abc', 'key [redacted]'],
    ['"anything" is not a valid choice.', '[redacted] is not a valid choice.'],
    ['born 1990-01-31', 'born [redacted]'],
  ])('cuts out what looks like personal data: %s', ([text, safe]) => {
    expect(redactor([])(text as string)).toBe(safe);
  });

  test('takes a value as it is, not as a pattern', () => {
    expect(redactor(['a.c'])('abc a.c')).toBe('abc [redacted]');
  });

  test('keeps the length within bounds', () => {
    expect(redactor([])('x'.repeat(10_000)).length).toBeLessThan(510);
  });
});

describe('valuesAt', () => {
  test('follows names, lists and maps, and passes over what is absent', () => {
    const value = { a: { b: 'one' }, list: [{ c: 'two' }, {}, null], map: { x: 'three' }, number: 4 };
    expect(valuesAt(value, ['a.b', 'list.*.c', 'map.*', 'number', 'no.such'])).toEqual([
      'one',
      'two',
      'three',
    ]);
  });
});
