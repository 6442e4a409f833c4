import type { Earnings, EmploymentStatus, PositionEmploymentType, Salary } from '../generated/types.gen.ts';

/** An employment in the report of a test number. */
export interface TestEmployment {
  /** Name of the employer. */
  employer: string;
  /** Title of the position. */
  title: string;
  /** Whether the person works there. */
  status: EmploymentStatus;
  /** The kind of the position. */
  employmentType: PositionEmploymentType;
  /** First day of work, `YYYY-MM-DD`. */
  hiredDate: string;
  /** Last day of work, `YYYY-MM-DD`. Absent if the person works there. */
  terminationDate?: string;
  /** First day of a leave, `YYYY-MM-DD`. Absent unless the person is on leave. */
  onLeaveDate?: string;
  /** By year, newest first. */
  earnings: Earnings[];
  /** Absent if the person does not work there. */
  salary?: Salary;
}

/** The outcome of a verification for a test number. */
export type TestNumber =
  | {
      /** The state in which it ends. */
      outcome: 'completed';
      /** One for each report, newest first. */
      employments: TestEmployment[];
    }
  | {
      /** The state in which it ends. `credentials-session`: the number is only for those. */
      outcome: 'canceled' | 'action-required' | 'credentials-session';
    };

type Parts = Record<'base', number> & Partial<Record<'bonus' | 'other', number>>;

/** One year's earnings in US dollars: parts that are not named are zero, the total is their sum. */
function earned(year: number, { base, bonus = 0, other = 0 }: Parts): Earnings {
  return {
    year: String(year),
    base: base.toFixed(2),
    bonus: bonus.toFixed(2),
    commission: '0.00',
    overtime: '0.00',
    other: other.toFixed(2),
    total: (base + bonus + other).toFixed(2),
  };
}

function annually(grossPay: number): Salary {
  return { gross_pay: grossPay.toFixed(2), pay_frequency: 'annually', reduced_covid: 'unknown' };
}

const fullTime = { employer: 'Fake Company', employmentType: 'regular-full-time' } as const;
const partTime = { employer: 'Fake Company', employmentType: 'regular-part-time' } as const;

/**
 * The vendor's test numbers and how its own sandbox responded to them. Titles, statuses and dates are those of its table;
 * earnings and salaries were recorded, except those of 000-00-0004 to 000-00-0006, which are made up.
 */
export const testNumbers: Readonly<Record<string, TestNumber>> = {
  '000-00-0000': {
    outcome: 'completed',
    employments: [
      {
        ...fullTime,
        title: 'Software Engineer',
        status: 'active',
        hiredDate: '2019-01-01',
        earnings: [
          earned(2022, { base: 50_000 }),
          earned(2021, { base: 150_000, bonus: 50_000 }),
          earned(2020, { base: 100_000, bonus: 25_000 }),
        ],
        salary: annually(150_000),
      },
    ],
  },
  '000-00-0001': {
    outcome: 'completed',
    employments: [
      {
        ...fullTime,
        title: 'Program Manager',
        status: 'inactive',
        hiredDate: '2015-05-01',
        terminationDate: '2022-01-01',
        earnings: [
          earned(2022, { base: 10_000, other: 5_000 }),
          earned(2021, { base: 120_000, bonus: 15_000, other: 10_000 }),
          earned(2020, { base: 100_000, bonus: 10_000, other: 5_000 }),
        ],
      },
    ],
  },
  '000-00-0002': {
    outcome: 'completed',
    employments: [
      {
        ...partTime,
        title: 'Accountant',
        status: 'inactive',
        hiredDate: '2017-02-03',
        onLeaveDate: '2022-01-01',
        earnings: [
          earned(2022, { base: 1_000 }),
          earned(2021, { base: 45_000 }),
          earned(2020, { base: 45_000 }),
        ],
      },
    ],
  },
  '000-00-0003': {
    outcome: 'completed',
    employments: [
      {
        ...fullTime,
        title: 'Product Manager',
        status: 'active',
        hiredDate: '2022-01-01',
        earnings: [earned(2022, { base: 35_000, bonus: 15_000 })],
        salary: annually(120_000),
      },
    ],
  },
  '000-00-0004': {
    outcome: 'completed',
    employments: [
      {
        ...partTime,
        title: 'Customer Service Representative',
        status: 'active',
        hiredDate: '2021-05-19',
        earnings: [earned(2022, { base: 8_000 }), earned(2021, { base: 20_000 })],
        salary: annually(32_000),
      },
    ],
  },
  '000-00-0005': {
    outcome: 'completed',
    employments: [
      {
        ...fullTime,
        title: 'Account Executive',
        status: 'inactive',
        hiredDate: '2019-03-01',
        terminationDate: '2020-12-28',
        earnings: [earned(2020, { base: 70_000 }), earned(2019, { base: 55_000 })],
      },
    ],
  },
  '000-00-0006': {
    outcome: 'completed',
    employments: [
      {
        ...fullTime,
        title: 'Recruiter',
        status: 'inactive',
        hiredDate: '2018-03-01',
        terminationDate: '2021-03-10',
        earnings: [
          earned(2021, { base: 15_000 }),
          earned(2020, { base: 75_000 }),
          earned(2019, { base: 72_000 }),
        ],
      },
    ],
  },
  '000-00-0007': {
    outcome: 'completed',
    employments: [
      {
        ...fullTime,
        title: 'Engineering Manager',
        status: 'active',
        hiredDate: '2022-01-01',
        earnings: [earned(2022, { base: 100_000, bonus: 50_000 })],
        salary: annually(200_000),
      },
      {
        ...fullTime,
        employer: 'Fake Company 2',
        title: 'Engineering Manager',
        status: 'inactive',
        hiredDate: '2018-03-01',
        terminationDate: '2021-12-01',
        earnings: [earned(2021, { base: 165_000, bonus: 20_000 }), earned(2020, { base: 150_000 })],
      },
    ],
  },
  '000-01-0000': { outcome: 'canceled' },
  '000-03-0000': { outcome: 'action-required' },
  '000-20-0000': { outcome: 'credentials-session' },
};
