import { expect, it } from 'vitest';
import { changesOf } from '../src/evidence/changes.ts';
import { factsOf } from '../src/evidence/facts.ts';
import { clientErrors } from '../src/reference/client-errors.ts';
import { reference } from '../src/reference/reference.ts';
import { RETRY_CLASSES } from '../src/reference/retry-classes.ts';
import { SOURCE_LEVELS } from '../src/reference/source-levels.ts';

it('a changeset speaks for the packages that it names', () => {
  const changeset = '---\n"@truework-legacy/spec": minor\n---\n\nSpec corrected: a field.\n';
  expect(changesOf([changeset], '@truework-legacy/spec')).toEqual(['Spec corrected: a field.']);
  expect(changesOf([changeset], '@truework-legacy/client')).toEqual([]);
});

it('says of each level what it is, and of each retry class when a retry is safe', () => {
  const meanings = Object.entries(SOURCE_LEVELS).map(
    ([level, { label, meaning }]) => `${level} ${label} ${meaning}`,
  );
  expect(meanings).toEqual([
    expect.stringMatching(/^documented documented On a page of this version's documentation/),
    expect.stringMatching(/^documented-later documented later On a page of a later version only/),
    expect.stringMatching(/^sdk SDK In the code of the vendor's clients/),
    expect.stringMatching(/^recorded recorded Seen in recorded responses/),
    expect.stringMatching(/^inferred inferred A conclusion of this project/),
  ]);
  expect(RETRY_CLASSES.safe.meaning).toMatch(/may retry .*429, a 500, or if no response came/);
  expect(RETRY_CLASSES.never.meaning).toMatch(
    /After a 500, or if no response came, .*twice. A 429 is rejected before/,
  );
});

it('has every error of the client, with all that its source says', () => {
  const meanings = Object.fromEntries(clientErrors.map(({ className, meaning }) => [className, meaning]));
  expect(meanings).toMatchObject({
    FrozenDataError: '451: the person has frozen their data.',
    RateLimitedError:
      '429: too many requests. The API rejected the request before doing any work, so the call may be retried later.',
    ArchiveRejectedError: 'A response was not archived, because its signature is missing or invalid.',
  });
  expect(Object.values(meanings).filter((meaning) => !meaning.endsWith('.'))).toEqual([]);
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
