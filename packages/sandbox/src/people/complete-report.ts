import type { Employee, Report } from '../generated/types.gen.ts';
import type { TestPersonReport } from './test-person.ts';

/** A report as it was given, completed from a made-up one. */
export function completeReport(madeUp: Report, given: TestPersonReport): Report {
  const { employer, employee, income_analytics: _, ...facts } = given;
  const { type } = madeUp.verification_request;
  return {
    ...madeUp,
    ...facts,
    employer: employer === undefined ? madeUp.employer : { name: madeUp.employer.name, ...employer },
    employee:
      employee === undefined
        ? madeUp.employee
        : withoutIncome(completeEmployee(madeUp.employee, employee), type === 'employment'),
  };
}

function completeEmployee(madeUp: Employee, given: Partial<Employee>): Employee {
  const { first_name, last_name, social_security_number } = madeUp;
  const hasLeft = given.termination_date ?? given.end_of_employment ?? given.on_leave_date;
  return {
    first_name,
    last_name,
    status: hasLeft ? 'inactive' : madeUp.status,
    // Its dates would contradict those that were given.
    positions: madeUp.positions.map(({ title }) => ({ title })),
    ...(social_security_number === undefined ? {} : { social_security_number }),
    ...given,
  };
}

function withoutIncome(employee: Employee, isWithout: boolean): Employee {
  if (!isWithout) return employee;
  const { earnings: _, salary: __, ...others } = employee;
  return others;
}
