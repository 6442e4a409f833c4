import { nodeCrypto } from '../seed/index.ts';
import { apiDate } from '../time/index.ts';
import type { TestEmployment } from './test-numbers.ts';

const employers = [
  'Example Widgets LLC',
  'Example International Inc',
  'Example Community Bank',
  'International Widgets of Example',
];
const titles = ['Accountant', 'Nurse', 'Electrician', 'Teacher', 'Store Manager', 'Data Analyst'];
const dayMs = 86_400_000;

/**
 * Employment of a person whom no table knows. The same text and number give the same employment; it holds nothing of them.
 *
 * @param identity - What the tenant's made-up data comes from.
 * @param nowMs - When the person is asked about. Years of earnings end before.
 * @param location - Which of the person's employments, counted from 0.
 */
export function madeUpEmployment(
  identity: string,
  socialSecurityNumber: string,
  nowMs: number,
  location = 0,
): TestEmployment {
  const source = `${identity}:person:${socialSecurityNumber.replaceAll('-', '')}`;
  const digits = nodeCrypto().hash('sha256', location === 0 ? source : `${source}:${location}`, 'buffer');
  const pick = <Item>(items: readonly Item[], location: number): Item =>
    items[digits.readUInt8(location) % items.length] as Item;
  const salary = 30_000 + digits.readUInt16BE(4) * 2;
  const year = new Date(nowMs).getUTCFullYear();
  const hiredMs = Date.UTC(year - 2, 0, 1) - (digits.readUInt16BE(6) % 3000) * dayMs;
  return {
    employer: pick(employers, 0),
    title: pick(titles, 1),
    status: 'active',
    employmentType: pick(['regular-full-time', 'regular-part-time'] as const, 2),
    hiredDate: apiDate(hiredMs),
    earnings: [year - 1, year - 2].map((earned) => ({
      year: String(earned),
      base: salary.toFixed(2),
      bonus: '0.00',
      commission: '0.00',
      overtime: '0.00',
      other: '0.00',
      total: salary.toFixed(2),
    })),
    salary: { gross_pay: salary.toFixed(2), pay_frequency: 'annually', reduced_covid: 'unknown' },
  };
}
