import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANY_NAME, type Field } from '../../src/reference/field.ts';
import { reference } from '../../src/reference/reference.ts';
import { RETRY_CLASSES } from '../../src/reference/retry-classes.ts';
import { SOURCE_LEVELS } from '../../src/reference/source-levels.ts';
import { dist, requireFreshBuild } from './site-under-test.ts';

// What the pages of the reference show of what they were made from. Read in their Markdown twins, which are made from the finished pages.

/** A text without the signs of Markdown. */
const plain = (text: string) =>
  text
    .replace(/\]\([^)]*\)/g, '')
    .replace(/[[\]`*\\]|<|>/g, '')
    .replace(/\s+/g, ' ');

function twinOf(href: string): string {
  requireFreshBuild();
  return readFileSync(join(dist, `${href.slice(1, -1)}.md`), 'utf8');
}

/** What a page says below the heading of each field, by its anchor. */
function sectionsOf(twin: string): Map<string, string> {
  const parts = twin.split(/^#{2,6} (?=\S)/m).map((part) => /^`([^`]+)`\n([\s\S]*)$/.exec(part));
  return new Map(parts.flatMap((part) => (part === null ? [] : [[part[1] ?? '', part[2] ?? '']])));
}

interface Shown {
  readonly field: Field;
  readonly sent: boolean;
}

function withInside({ field, sent }: Shown): Shown[] {
  const inside = [...field.fields, ...field.variants.flatMap(({ fields }) => fields)];
  return [{ field, sent }, ...inside.flatMap((child) => withInside({ field: child, sent }))];
}

/** What a field has to say, each in a line of its own. */
function linesOf({ field, sent }: Shown): string[] {
  const { source, values, example, defaultValue } = field;
  const level = source && SOURCE_LEVELS[source.level];
  return [
    ...(defaultValue === undefined ? [] : [`- Default: ${defaultValue}`]),
    ...(example === undefined ? [] : [`- Example: ${example}`]),
    ...(source?.note ? [`- Source: ${level?.label}. ${source.note}`] : []),
    ...(source && !source.note && source.level !== 'documented'
      ? [`- Source: ${level?.label}. ${level?.meaning}`]
      : []),
    ...values.map(({ literal, meaning = '', source: own }) => {
      const mark = own && own.level !== 'documented' ? ` source: ${SOURCE_LEVELS[own.level].label}` : '';
      return `- ${literal}: ${meaning}${mark}${own?.note ? ` ${own.note}` : ''}`;
    }),
    ...(sent && field.required ? ['required'] : []),
    ...(!sent && !field.required && field.name !== ANY_NAME ? ['may be absent'] : []),
    ...(field.personalData ? ['personal data'] : []),
  ].map((line) => plain(line).trim());
}

describe.each(reference.pages.map((page) => [page.href, page] as const))('%s', (href, page) => {
  const twin = twinOf(href);
  const sections = sectionsOf(twin);

  it('says of each field what is known of it, and no more', () => {
    const isSent = page.kind === 'request';
    const shown = [
      ...page.parameters.map(({ field }) => ({ field, sent: true })),
      ...(page.body ? page.body.root.fields.map((field) => ({ field, sent: isSent })) : []),
      ...page.responses.flatMap(({ body, bodyAsUnder }) =>
        body && !bodyAsUnder ? body.root.fields.map((field) => ({ field, sent: false })) : [],
      ),
    ].flatMap(withInside);
    const findings = shown.flatMap((one) => {
      const text = sections.get(one.field.anchor);
      if (text === undefined) return [`${one.field.anchor} is missing`];
      const [marks = '', ...lines] = text.split('\n').filter((line) => line !== '');
      const said = [
        ...plain(marks).split(', '),
        ...lines.map((line) => plain(line).trim()).filter((line) => line.startsWith('- ')),
      ];
      const isMark = /^(required|may be absent|personal data|- (Default|Example|Source): .*)$/;
      const expected = linesOf(one);
      return [
        ...expected
          .filter((line) => !said.includes(line))
          .map((line) => `${one.field.anchor} lacks: ${line}`),
        ...said
          .filter((line) => isMark.test(line) && line !== '- Source: documented.' && !expected.includes(line))
          .map((line) => `${one.field.anchor} has: ${line}`),
      ];
    });
    expect(findings).toEqual([]);
  });

  it('says of the operation when it may be retried, where it comes from, and what replaces it', () => {
    const { retry, source, successors } = page;
    const level = source && SOURCE_LEVELS[source.level];
    const expected = [
      ...(retry ? [`- Retry: ${RETRY_CLASSES[retry].label}. ${RETRY_CLASSES[retry].meaning}`] : []),
      ...(source ? [`Source: ${level?.label}. ${source.note ?? level?.meaning}`] : []),
      ...successors.map(({ version, operation }) => `${version}: ${operation}`),
    ].map((line) => plain(line).trim());
    for (const line of expected) expect(plain(twin)).toContain(line);
  });
});

it('a value has the level of its own, whatever is said beside the reference to its schema', () => {
  const fields = reference.pages
    .flatMap(({ parameters, body, responses }) => [
      ...parameters.map(({ field }) => field),
      ...[body, ...responses.map((response) => response.body)].flatMap((it) => it?.root ?? []),
    ])
    .flatMap((field) => withInside({ field, sent: true }));
  const levelled = fields.flatMap(({ field: { component = '', values } }) => {
    const own = reference.document.components?.schemas?.[component]?.['x-source']?.values;
    return own === undefined || values.length === 0 ? [] : [{ own, values }];
  });
  expect(levelled.length).toBeGreaterThan(5);
  for (const { own, values } of levelled)
    expect(values.flatMap(({ literal, source }) => (source ? [[literal, source.level]] : [])).sort()).toEqual(
      Object.entries(own)
        .map(([literal, { level }]) => [literal, level])
        .sort(),
    );
});
