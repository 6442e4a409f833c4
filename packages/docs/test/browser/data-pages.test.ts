import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contractReport } from '../../src/contract/contract-report.ts';
import { factsOf } from '../../src/evidence/facts.ts';
import { clientErrors } from '../../src/reference/client-errors.ts';
import { reference } from '../../src/reference/reference.ts';
import { SOURCE_LEVELS } from '../../src/reference/source-levels.ts';
import { faultRows, testNumberRows } from '../../src/sandbox/sandbox-lists.ts';
import { dist, requireFreshBuild } from './site-under-test.ts';

// Pages that templates make of data have all of it, in its place. Read from their Markdown twins.

function read(page: string): string {
  requireFreshBuild();
  return readFileSync(join(dist, `${page}.md`), 'utf8');
}

/** What is below a heading. */
const below = (page: string, heading: string) =>
  new RegExp(`^#+ ${heading}\n([\\s\\S]*?)(?=^#|(?![\\s\\S]))`, 'm').exec(read(page))?.[1] ?? '';

/** The rows of the tables that have a column of this name, cell by cell. */
function rowsOf(page: string, column: string): string[][] {
  const tables = read(page).match(/(?:^\|.*\n)+/gm) ?? [];
  return tables
    .map((table) => table.trim().split('\n'))
    .filter(([head]) => head?.includes(`| ${column} `))
    .flatMap(([, , ...rows]) =>
      rows.map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    );
}

it('the errors of the client', () => {
  const lines = below('reference/errors', 'Codes of the client').match(/^- .*$/gm) ?? [];
  expect(lines.map((line) => line.split(':')[0])).toEqual(
    clientErrors.map(({ code, className }) => `- \`${code}\` ${className}`),
  );
});

it('the operations that respond with a status', () => {
  const operations = reference.pages.filter(({ kind }) => kind === 'request');
  const statuses = read('reference/errors').matchAll(/^### ([45]\d\d) .*\n([\s\S]*?)(?=^#)/gm);
  for (const [, status = '', text = ''] of statuses) {
    const those = operations.filter(({ responses }) =>
      responses.some((response) => response.status === status),
    );
    const linked = [...text.matchAll(/\[([^\]]+)\]\([^)]+#response\.\d+\)/g)].map(([, summary]) => summary);
    expect(
      text.includes('Every operation.') ? operations.map(({ summary }) => summary).sort() : linked.sort(),
      status,
    ).toEqual(those.map(({ summary }) => summary).sort());
  }
});

it.for(Object.entries(SOURCE_LEVELS))('the facts whose source is %s', ([level, { label }]) => {
  const heading = `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
  const listed = [...below('sources', heading).matchAll(/^- \[`(.*?)`\]/gm)].map(([, name]) => name);
  expect(listed).toEqual(
    factsOf(reference)
      .filter((fact) => fact.level === level)
      .map(({ name }) => name),
  );
});

it('who accepted and rejected values of each keyword', () => {
  const checkers = ['sandbox', 'sandbox and client', 'spec', 'validators'];
  expect(rowsOf('contract', 'Keyword')).toEqual(
    contractReport.keywords.map(({ keyword, locations, rejecting, seen }) => [
      ...[`\`${keyword}\``, String(locations), String(rejecting)],
      ...checkers.map((by) => `${seen[`accepted by ${by}`] ?? 0} / ${seen[`rejected by ${by}`] ?? 0}`),
    ]),
  );
});

it('the test numbers, and what comes of them', () => {
  expect(rowsOf('sandbox', 'A verification ends')).toEqual(
    testNumberRows.map(({ value, end, employments }) => [
      `\`${value}\``,
      end === undefined ? '400: it is for credentials sessions' : `\`${end}\``,
      employments
        .map(
          ({ title, employer, status, since, until }) =>
            `${title} at ${employer}, \`${status}\`, ${until === undefined ? `since ${since}` : `${since} to ${until}`}`,
        )
        .join(' ') || 'no report',
    ]),
  );
});

it('the settings of each fault, which are required, and their defaults', () => {
  expect(rowsOf('sandbox', 'Fault')).toEqual(
    [...faultRows('response'), ...faultRows('webhook')].map(({ name, description, settings }) => [
      `\`${name}\``,
      [
        description,
        ...settings.flatMap((setting) => [
          `\`${setting.name}\`: ${setting.description}`,
          ...(setting.isRequired ? ['Required.'] : []),
          ...(setting.default === undefined ? [] : [`Default \`${setting.default}\`.`]),
        ]),
      ].join(' '),
    ]),
  );
});

it('the day and the machine of each bench', () => {
  const text = read('bench');
  expect(text.match(/^\d{4}-\d\d-\d\d, Node\.js \d+\.\d+\.\d+ on .*$/gm) ?? []).toHaveLength(
    (text.match(/^## /gm)?.length ?? 0) - 1,
  );
});

it.for(reference.pages.filter(({ authenticated }) => authenticated))(
  'the keys that $id takes',
  ({ href }) => {
    expect(read(href.slice(1, -1))).toContain('Sandbox keys begin with `tw_sk_test_`.');
  },
);
