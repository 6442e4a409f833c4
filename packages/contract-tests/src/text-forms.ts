/** Texts that meet a pattern or format of the spec, and texts that nearly do. */
export interface Forms {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  /** A right text of a length. Absent if the form has one length, or a few. */
  readonly ofLength?: (length: number) => string;
}

const patterns: Record<string, Forms> = {
  '^(\\d{3}-\\d{2}-\\d{4}|\\d{9})$': {
    right: ['000-00-0000', '000000001', '000-12-3456'],
    wrong: [
      '000-000000',
      '00000-0000',
      '000-00-000a',
      '000-00-0000\n',
      '000 00 0000',
      '٠٠٠٠٠٠٠٠٠',
      '00000000',
      '0000000000',
    ],
  },
  '^-?\\d+\\.\\d{2}$': {
    right: ['0.00', '-1.50', '1234567890.12'],
    ofLength: (length) => `${'1'.repeat(length - 3)}.00`,
    wrong: ['1', '1.5', '1.500', '1,50', '.50', '1.50\n', '+1.50', '1e2', '1.5०', 'NaN', '--1.00'],
  },
  '^\\d{4}$': { right: ['2021', '0000'], wrong: ['21', '２０２１', '20a1', '2021\n', '-202', ' 2021'] },
  '^[a-z_0-9]+(,[a-z_0-9]+)*$': {
    right: ['id', 'id,state', 'a_1,b,c'],
    ofLength: (length) => 'a'.repeat(length),
    wrong: ['', ',', 'id,', ',id', 'id,,state', 'id, state', 'ID', 'id\n', 'id.state'],
  },
};

const formats: Record<string, Forms> = {
  date: {
    right: ['2022-01-31', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'],
    wrong: [
      '2023-02-29',
      '2023-02-30',
      '1900-02-29',
      '2022-04-31',
      '2022-13-01',
      '2022-00-10',
      '2022-01-00',
      '22-01-01',
      '2022-1-1',
      '2022/01/01',
      '2022-01-01\n',
      '2022-01-01T',
      '',
      '20220101',
      '２022-01-01',
    ],
  },
  'date-time': {
    ofLength: (length) => `2019-11-05T17:08:44.${'8'.repeat(length - 21)}Z`,
    right: [
      '2019-11-05T17:08:44.819814Z',
      '2022-03-22T16:58:51Z',
      '2022-03-22t16:58:51z',
      '2022-03-22T16:58:51+23:59',
      '2022-03-22T16:58:51.1-08:00',
      '2016-12-31T23:59:60Z',
      '2016-12-31T15:59:60.5-08:00',
      '2017-01-01T00:59:60+01:00',
      '2024-02-29T00:00:00Z',
    ],
    wrong: [
      '2022-03-22',
      '2022-03-22T16:58:51',
      '2022-03-22T24:00:00Z',
      '2022-03-22T16:60:51Z',
      '2022-03-22T16:58:61Z',
      '2022-03-22T16:58:60Z',
      '2016-12-31T23:59:60+01:00',
      '2022-02-30T16:58:51Z',
      '2022-03-22T16:58Z',
      '2022-03-22T16:58:51.Z',
      '2022-03-22T16:58:51+24:00',
      '2022-03-22T16:58:51+0100',
      '2022-03-22T16:58:51+01',
      '2022-03-22 16:58:51Z',
      '2022-03-22T16:58:51Z\n',
      '2022-03-22T16:58:51 Z',
      'now',
      '',
    ],
  },
  email: {
    ofLength: (length) => `a@${'b.'.repeat((length - 4) / 2)}${'b'.repeat(2 + (length % 2))}`,
    right: [
      'riley.sample@example.com',
      "o'sample+tag@mail.example.co",
      'a@b.c',
      'A_1@sub-domain.example.org',
    ],
    wrong: [
      'riley',
      'riley@',
      '@example.com',
      'riley@example',
      'riley@@example.com',
      'a@b@example.com',
      '.riley@example.com',
      'riley.@example.com',
      'ri..ley@example.com',
      'riley@-example.com',
      'riley@example-.com',
      'riley@example..com',
      'riley@exam_ple.com',
      'riley sample@example.com',
      'riley@example.com\n',
      'rílèy@example.com',
      '"riley sample"@example.com',
      'riley@[127.0.0.1]',
      '<riley@example.com>',
      '',
    ],
  },
  uri: {
    ofLength: (length) => `https://example.com/${'a'.repeat(length - 20)}`,
    right: [
      'https://api.example.com/companies/?limit=2&offset=2&q=International',
      'http://127.0.0.1:4019/a',
      'https://user@example.com:8080/a%20b?x=1#y',
      'urn:example:a',
      'https://[::1]/',
      'mailto:riley@example.com',
      'https://example.com/?a[b]=c',
    ],
    wrong: [
      '/companies/?limit=2',
      'example.com',
      'https://exa mple.com/',
      'https://example.com/a b',
      '://example.com',
      'https://example.com/%zz',
      'https://example.com/<a>',
      '1http://example.com',
      'https://example.com/\n',
      'https://example.com:port/',
      'http://[::1',
      '',
    ],
  },
};

/** The texts for a schema's pattern or format. Undefined if it has neither. */
export function formsOf({
  pattern,
  format,
}: {
  readonly pattern?: string;
  readonly format?: string;
}): Forms | undefined {
  if (pattern === undefined && format === undefined) return undefined;
  const forms = pattern === undefined ? formats[format ?? ''] : patterns[pattern];
  if (forms === undefined) throw new Error(`No instances are written for ${pattern ?? format}.`);
  return forms;
}
