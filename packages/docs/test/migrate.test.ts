import { describe, expect, it } from 'vitest';
import {
  fieldTables,
  laterOf,
  newFields,
  operationRows,
  unknowns,
  webhookRows,
} from '../src/migration/migration-map.ts';
import { reference } from '../src/reference/reference.ts';

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
      'Not known: No page defines the old pair. All samples are annual.',
    ]);
    expect(remarks('responses', 'Verification', 'id')).toEqual([]);
    expect(newFields.map(([field]) => field)).toContain('TargetEmployerOrderInput.search_key');
    expect(unknowns.map(([name]) => name)).toContain('getVerification');
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
  });
});
