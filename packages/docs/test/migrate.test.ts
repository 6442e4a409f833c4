import { describe, expect, it } from 'vitest';
import { examples } from '../src/migration/examples.ts';
import {
  changedValues,
  fieldTables,
  laterOf,
  laterOperationOf,
  newFields,
  operationRows,
  unknowns,
  webhookRows,
  withoutSuccessor,
} from '../src/migration/migration-map.ts';
import { reference } from '../src/reference/reference.ts';

describe('the examples of the page on 2023-10-30', () => {
  it('have every operation, and what is sent in its place', () => {
    const shown = examples.map(({ operation, after }) => [
      operation,
      after.map((text) => text.split('\n')[0]),
    ]);
    const successors = operationRows.filter(({ others }) => others.length > 0).map(({ name }) => name);
    expect(new Set(shown.map(([operation]) => operation))).toEqual(new Set(successors));
    expect(Object.fromEntries(shown)).toMatchObject({
      createVerification: ['POST /orders/employer-search'],
      createCredentialsSession: ['POST /orders/truework-direct'],
      listVerifications: ['GET /orders?limit=25&offset=0'],
      cancelVerification: [/^GET \/orders\?verification_id=/, /^PUT \/orders\/\w+\/cancel$/].map((it) =>
        expect.stringMatching(it),
      ),
      reverifyVerification: ['POST /orders/reverification'],
      getReport: [expect.stringMatching(/^GET \/reports\/\w+\?include_income_analytics=true$/)],
    });
  });
});

describe('the tables of the page on 2023-10-30', () => {
  it('have every operation and webhook of the reference, with a link to it', () => {
    const rows = [...operationRows, ...webhookRows];
    const pages = reference.pages.map(({ id, href }) => [id, href]);
    expect(rows.map(({ name, href }) => [name, href]).sort()).toEqual(pages.sort());
  });

  it('say what is lost, what must be supplied, what is inferred and what nobody knows', () => {
    const remarks = (direction: 'requests' | 'responses', schema: string, field: string) =>
      fieldTables(direction)
        .find((table) => table.schema === schema)
        ?.rows.find(({ name }) => name === field)?.remarks;
    expect(remarks('requests', 'CompanyById', 'id')).toEqual(['Loses information.']);
    expect(remarks('requests', 'VerificationInput', 'use_case')?.[0]).toMatch(/^Required now\./);
    expect(remarks('responses', 'Salary', 'pay_frequency')).toEqual([
      'Inferred (confidence medium).',
      'Not known: What the old pair means for hourly pay. No page defines it, and all samples are annual.',
    ]);
    expect(remarks('responses', 'Verification', 'id')).toEqual([]);
    expect(newFields.map(([field]) => field)).toContain('TargetEmployerOrderInput.search_key');
    expect(unknowns.map(({ findOut }) => findOut)).toContain('Read any report of the sandbox.');
  });

  it('say of a field what becomes of it where it is sent, and where it comes from where it is received', () => {
    expect(
      laterOf('RequestParameters', 'employer_filter', 'body.request_parameters.employer_filter')?.others,
    ).toEqual(['EmployerSearchConfigInput.employer_filter']);
    expect(
      laterOf('RequestParameters', 'employer_filter', '200.request_parameters.employer_filter')?.others,
    ).toEqual(['EmployerSearchConfig.employer_filter']);
    expect(laterOf('VerificationStateChange', 'hook', 'body.hook')?.others).toEqual([
      'OrderStateChange.hook',
    ]);
    expect(laterOf('Unknown', 'id', 'body.id')).toBeUndefined();
    expect(laterOf('listVerifications', 'state', 'query.state')?.rule).toBe('Filter on your side.');
    expect(laterOperationOf('searchCompanies')?.others).toEqual([]);
    expect(laterOperationOf('verificationRequestStateChange')?.others).toEqual(['orderStateChange']);
  });

  it('have the values that differ, in both directions', () => {
    const rows = Object.fromEntries(changedValues.map((table) => [table.name, table.rows]));
    expect(rows['state']).toEqual([['processing', '←', 'other']]);
    expect(rows['employerFilter']).toContainEqual(['target-employer', '→', null]);
    expect(rows['cancellationReason']).toEqual([[null, '←', 'no-match']]);
    expect(rows).not.toHaveProperty('useCaseInput');
  });

  it('say what has no successor', () => {
    const names = withoutSuccessor.map(({ name }) => name);
    expect(names).toContain('listVerifications: state');
    expect(names.filter((name) => !name.includes(':'))).toEqual([
      'searchCompanies',
      'CompanyById.id',
      'CompanyByName.id',
      'RequestParameters.automated_underwriting_system_eligibility',
      'Verification.price',
      'RequestParameters.automated_underwriting_system_eligibility',
      'Report.pricing_tier',
      'Employee.end_of_employment',
      'Salary.months_per_year',
      'CanceledVerification.price',
      'CompanyPage',
      'Company',
    ]);
  });
});
