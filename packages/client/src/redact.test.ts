import { describe, expect, test } from 'vitest';
import { redactor } from './redact.ts';

const token = 'tw_sk_test_c4n4ry';
const request = {
  type: 'employment',
  loan_id: 'L-1',
  target: { first_name: 'Riley', last_name: "O'Sample Li", contact_email: '', company: { name: 'Acme' } },
  documents: [{ filename: 'a.c (1).pdf', content: 'QQ==' }],
};

describe('redactor', () => {
  test.for([
    ['No match for Riley in 2019.', 'No match for [redacted] in 2019.'],
    ['No match for RILEY, rileys.', 'No match for [redacted], [redacted]s.'],
    ["O'Sample Li is unknown", '[redacted] is unknown'],
    ['sample is unknown', '[redacted] is unknown'],
    ['Acme, L-1 and employment stay', 'Acme, L-1 and employment stay'],
    ['file a.c (1).pdf', 'file [redacted]'],
    ['file abc (1)', 'file abc (1)'],
    ['Li, O. Sample: no such person', '[redacted], O. [redacted]: no such person'],
    ['Lima likes it', 'Lima likes it'],
    [`key ${token}!`, 'key [redacted]!'],
    ['QQ== is no document', '[redacted] is no document'],
  ] as const)('redacts values of the request: %s', ([text, safe]) => {
    expect(redactor(token, request)(text)).toBe(safe);
  });

  test.for([
    ['unknown: 000-12-3456', 'unknown: [redacted]'],
    ['number 000123456', 'number [redacted]'],
    ['number 000 12 3456', 'number [redacted]'],
    ['mail a.b@example.com now', 'mail [redacted] now'],
    ['"anything" is not a valid choice.', '[redacted] is not a valid choice.'],
    ['born 1990-01-31', 'born [redacted]'],
    ['U2lza2luIGFuZCB0d2l0ZSBhbmQ=', '[redacted]'],
    ['number 1 2 3 4 5 6', 'number [redacted]'],
    ['mail <a.b@example.com>, a.b@example.com', 'mail [redacted] [redacted]'],
    ['"anything"a.b@example.com or x:"a b"c', '[redacted] or x:[redacted]c'],
    ['id=000-12-3456, not 000-1', '[redacted] not 000-1'],
    ['key:U2lza2luIGFuZCB0d2l0ZSBhbmQ=', '[redacted]'],
    ['This field is required.', 'This field is required.'],
    ['Ensure this value has at most 250 characters.', 'Ensure this value has at most 250 characters.'],
  ] as const)('redacts what looks like personal data, and nothing else: %s', ([text, safe]) => {
    expect(redactor(token, undefined)(text)).toBe(safe);
  });

  test('redacts the rest of a word of which a value of the request is the beginning', () => {
    const redact = redactor(token, {
      target: { first_name: 'Riley Ann', social_security_number: '000-77-1234' },
    });
    expect(redact('Riley Ann@example.com, Riley Ann12345')).toBe('[redacted][redacted] [redacted][redacted]');
    expect(redact('Rileys@example.com and 000-77-9876')).toBe('[redacted] and [redacted]');
  });

  test('does not redact parts of common words for a short name', () => {
    const redact = redactor(token, { target: { first_name: 'An', last_name: 'Alex' } });
    expect(redact('An error: ALEX and any Alexandria')).toBe(
      '[redacted] error: [redacted] and any Alexandria',
    );
  });

  test.for([
    ['Sampl', 'Sampleton'],
    ['Sampleton', 'Sampl'],
  ] as const)('redacts a longer name that begins with a short one as a whole: %s %s', ([first, last]) => {
    const redact = redactor(token, { target: { first_name: first, last_name: last } });
    expect(redact('Sampleton')).toBe('[redacted]');
  });

  test('redacts a text that is longer than any message of the API', () => {
    expect(redactor(token, undefined)(`${'x '.repeat(500)}x`)).toBe('[redacted]');
  });

  test('looks for no words in a document', () => {
    const redact = redactor(token, { documents: [{ content: 'date/'.repeat(201) }] });
    expect(redact('The date is missing.')).toBe('The date is missing.');
  });

  test('redacts a value as long as the longest message', () => {
    const name = 'Sam '.repeat(250);
    const redact = redactor(token, { target: { first_name: name } });
    expect(name).toHaveLength(1_000);
    expect(redact(name)).toBe('[redacted]');
    expect(redact('s '.repeat(500))).toBe('s '.repeat(500));
  });

  test('redacts all that is in a field of personal data, however deep', () => {
    const redact = redactor(token, { target: { first_name: { given: ['Riley', { nick: 'Rye' }] } } });
    expect(redact('Riley is Rye, not Ray')).toBe('[redacted] is [redacted], not Ray');
  });

  test.for([
    ['Jose\u0301', 'José'],
    ['José', 'JOSE\u0301'],
    ['Anne-José', 'Jose\u0301'],
    ['Weiß', 'WEISS'],
    ['Anna Weiß', 'Weiß'],
  ] as const)('redacts a name in another form of Unicode: %s as %s', ([first_name, echo]) => {
    const redact = redactor(token, { target: { first_name } });
    expect(redact(`No match for ${echo} in 2019.`)).toBe('No match for [redacted] in 2019.');
  });

  test('redacts names that are not ASCII, in other letters too', () => {
    const redact = redactor(token, { target: { first_name: 'Zoë', last_name: 'Ærøskøbing 😀 Çelik' } });
    expect(redact('ZOË ærøskøbing and Çelik, zoëllner')).toBe(
      '[redacted] [redacted] and [redacted], zoëllner',
    );
    expect(redact('no Zo%C3%AB at /%C3%87elik')).toBe('no [redacted] at /[redacted]');
  });
});
