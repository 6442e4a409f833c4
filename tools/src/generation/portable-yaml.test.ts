import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { portableYaml } from './portable-yaml.ts';

/** Texts that readers of one version or the other take for something else, or that only quotes keep whole. */
const texts = {
  booleans: ['y', 'N', 'yes', 'No', 'ON', 'off', 'true', 'False'],
  nothing: ['', '~', 'null', 'Null', 'NULL'],
  dates: ['2019-10-15', '2019-1-5', '2019-10-15T09:30:00Z', '2001-12-14 21:59:43.10 -5', '-2019-10-15'],
  'sexagesimal numbers': ['12:30:45', '09:30', '1:60', '-1:30', '190:20:30.15'],
  integers: ['0', '-0', '+1', '010', '08', '0o10', '0x1F', '0b11', '1_000', '1,000', '_1'],
  floats: ['1e3', '1.5e+3', '12e03', '5.', '.5', '.', '._', '1_0.5', '.inf', '-.INF', '.nan', 'NaN'],
  signs: ['<<', '=', '-', '?', ':', ':symbol', '::', '+', '@a', '`a', '%a', '!a', '&a', '*a', '#a', '|', '>'],
  punctuation: [
    'a: b',
    'a #b',
    ' a',
    'a ',
    '"a"',
    "'a'",
    '[a]',
    '{a}',
    '/a/{b}',
    '$ref',
    'a,b',
    '---',
    '...',
  ],
  'line breaks': [
    'a\nb',
    '2019-10-15\n',
    '\na',
    'a\r\nb',
    'a\rb',
    '1\r2',
    'a\u0085b',
    'a\u2028b',
    'a\u2029b',
    'a\n\u2028b',
  ],
  'odd characters': ['a\tb', '\ufeffa', 'a\u007fb', 'a\u009fb', 'a\u0000b', 'é', '\u{1f600}', 'a\u00a0b'],
  'a long text': [`2019-10-15 ${'and so on '.repeat(40)}`, 'no '.repeat(80), `${'long '.repeat(300)}key`],
};

const readers = {
  'js-yaml, YAML 1.1': (text: string) => load(text, { schema: YAML11_SCHEMA }),
  'js-yaml, YAML 1.2': (text: string) => load(text, { schema: CORE_SCHEMA }),
  'yaml, YAML 1.1': (text: string) => parse(text, { version: '1.1' }),
  'yaml, YAML 1.2': (text: string) => parse(text, { version: '1.2' }),
};

describe.each(Object.entries(readers))('what is written, read by %s', (_, read) => {
  test.each(Object.entries(texts))('%s, as values and as keys', (_, list) => {
    const value = { values: list, keys: Object.fromEntries(list.map((text) => [text, text])) };
    expect(read(portableYaml(value))).toEqual(value);
  });

  test('numbers, booleans and null', () => {
    const value = [0, -1, 10, 0.5, 1e21, -1e21, 1.5e300, 1e-7, 123456789012, true, false, null, [], {}];
    expect(read(portableYaml(value))).toEqual(value);
  });
});

test('what YAML 1.1 takes for a line break, or cannot read, is escaped', () => {
  const list = ['a\u0085b', 'a\u2028b', 'a\u2029b', '\ufeffa', 'a\u007fb', 'a\tb'];
  expect(portableYaml(list)).toBe(
    [
      '- "a\\u0085b"',
      '- "a\\u2028b"',
      '- "a\\u2029b"',
      '- "\\ufeffa"',
      '- "a\\u007fb"',
      '- "a\\tb"',
      '',
    ].join('\n'),
  );
});
