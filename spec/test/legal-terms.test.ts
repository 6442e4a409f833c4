import { expect, test } from 'vitest';
import { document } from './openapi-document.ts';

/** The legal terms in the meaning of each purpose. A compliance officer chooses by these words. */
const legalTerms: Record<string, string[]> = {
  'child-support': ['child support payments', 'state or local child support enforcement agency'],
  'credit-application': ["target's application for credit"],
  'employee-eligibility': [
    'eligibility for a benefit',
    'governmental agency',
    'law requires to consider',
    'financial responsibility or status',
  ],
  'employee-request': ['instructed the verifier in writing'],
  'employee-review-or-collection': ["Review or collection of the target's account"],
  employment: ['Employment purposes', 'prior written consent'],
  'insurance-underwriting-application': ['Underwriting of insurance', "target's application"],
  'legitimate-reason-initiated': [
    'legitimate business need',
    'business transaction that the target initiated',
  ],
  'legitimate-reason-review': [
    'legitimate business need',
    "review the target's account",
    'continues to meet the terms of the account',
  ],
  'risk-assessment': ['credit or prepayment risks', 'existing credit obligation'],
  subpoena: ['court order', 'federal grand jury subpoena'],
};

test('the purposes keep the legal terms of their page', () => {
  const meanings = document.components?.schemas?.['PermissiblePurpose']?.['x-enumDescriptions'] ?? {};
  const missing = Object.entries(legalTerms).flatMap(([value, terms]) =>
    terms
      .filter((term) => !meanings[value]?.replaceAll(/\s+/g, ' ').includes(term))
      .map((term) => `${value}: ${term}`),
  );
  expect(missing).toEqual([]);
  expect(Object.keys(meanings).sort()).toEqual(Object.keys(legalTerms).sort());
});
