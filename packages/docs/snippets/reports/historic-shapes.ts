import type { Report } from '@truework-legacy/client';

/** What your underwriting needs of a report, whichever shape it came in. */
export function readReport({ employer, employee }: Report) {
  const { address } = employer;
  return {
    employer: employer.name ?? undefined,
    address:
      typeof address === 'object' && address !== null
        ? [address.line_one, address.city, address.state, address.postal_code]
            .filter(Boolean)
            .join(', ')
        : address?.replaceAll('\n', ', '),
    until: employee.termination_date ?? employee.end_of_employment ?? undefined,
    years: (employee.earnings ?? []).map(({ year }) => Number(year)),
  };
}
