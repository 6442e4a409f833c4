import { verificationInput } from '@truework-legacy/spec/test-data';
import { toApiErrorBody } from '@truework-legacy/zod';
import { VerificationInput } from '@truework-legacy/zod/request';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';

// A service that validates with the validators responds as the API does, here the sandbox.

const { target } = verificationInput;

const rejected: [string, unknown][] = [
  ['no field at all', {}],
  ['a list', []],
  ['null', null],
  ['fields missing inside', { ...verificationInput, target: {} }],
  [
    'null in the place of text',
    { ...verificationInput, loan_id: null, target: { ...target, first_name: null } },
  ],
  [
    'a number in the place of text',
    { ...verificationInput, additional_information: 7, documents: [{ filename: 1, content: 'YQ==' }] },
  ],
  [
    'text in the place of others',
    { ...verificationInput, documents: 'a', request_parameters: 'b', metadata: 'c' },
  ],
  [
    'text for a boolean',
    { ...verificationInput, request_parameters: { verification_methods: { instant: { enabled: 'x' } } } },
  ],
  ['unknown choices', { ...verificationInput, type: 'assets', use_case: 'other' }],
  ['too long a text', { ...verificationInput, additional_information: '𝒳'.repeat(1001) }],
  [
    'forms that are wrong',
    {
      ...verificationInput,
      target: {
        ...target,
        social_security_number: '000000-000',
        date_of_birth: '2023-02-30',
        contact_email: 'x',
      },
    },
  ],
  [
    'a company without id and name',
    { ...verificationInput, target: { ...target, company: { city: 'Sampleville' } } },
  ],
  ['a company id that is too small', { ...verificationInput, target: { ...target, company: { id: 0 } } }],
];

interface ErrorBody {
  error: { message: string; invalid_fields?: object | undefined };
}

/** Texts by the path of their field. A choice that the sandbox repeats is left out, as the validators do. */
function texts(fields: object, path: readonly string[] = []): Record<string, readonly string[]> {
  const inside = Object.entries(fields).map(([name, value]) =>
    Array.isArray(value)
      ? { [[...path, name].join('.')]: value.map((text) => text.replace(/^".*" is not/s, 'This is not')) }
      : texts(value, [...path, name]),
  );
  return Object.assign({}, ...inside);
}

describe('the validators and the API reject in the same words', () => {
  const contract = openContract();

  test.for(rejected)('%s', async ([, body]) => {
    const response = await contract.send('/verification-requests/', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    const theirs = (await response.json()) as ErrorBody;
    const ours: ErrorBody = toApiErrorBody(VerificationInput.safeParse(body).error ?? expect.unreachable());
    expect(ours.error.message).toBe(theirs.error.message);
    const oursByField = texts(ours.error.invalid_fields ?? {});
    const theirsByField = texts(theirs.error.invalid_fields ?? {});
    // Of the two forms of a company the validators report the nearest; the sandbox reports both.
    const missed = Object.keys(theirsByField).filter((field) => oursByField[field] === undefined);
    expect(missed.filter((field) => !/^target\.company\.(id|name)$/.test(field))).toEqual([]);
    // The validators report the first thing that is wrong with a field.
    for (const [field, said] of Object.entries(oursByField))
      expect(theirsByField[field]).toEqual(expect.arrayContaining([...said]));
  });
});
