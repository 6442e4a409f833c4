import { expect, it } from 'vitest';
import { changesOf } from '../src/evidence/changes.ts';
import { factsOf } from '../src/evidence/facts.ts';
import { reference } from '../src/reference/reference.ts';

it('a changeset speaks for the packages that it names', () => {
  const changeset = '---\n"@truework-legacy/spec": minor\n---\n\nSpec corrected: a field.\n';
  expect(changesOf([changeset], '@truework-legacy/spec')).toEqual(['Spec corrected: a field.']);
  expect(changesOf([changeset], '@truework-legacy/client')).toEqual([]);
});

it('lists what is not plainly documented, once', () => {
  const facts = factsOf(reference);
  expect(facts.filter(({ level, note }) => level === 'documented' && !note)).toEqual([]);
  expect(new Set(facts.map(({ name }) => name)).size).toBe(facts.length);
  expect(facts.find(({ name }) => name === 'listVerifications: query fields')).toMatchObject({
    level: 'inferred',
    href: '/reference/list-verifications/#query.fields',
  });
});
