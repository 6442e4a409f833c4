import { expect, test } from 'vitest';
import { madeUpEmployment } from './made-up-person.ts';

const nowMs = Date.UTC(2019, 10, 5);
const madeUp = (number: string, location?: number) => madeUpEmployment('identity', number, nowMs, location);

test('an employment is made up whole, of the years before the one in which it is asked for', () => {
  const pay = '117968.00';
  const none = { bonus: '0.00', commission: '0.00', overtime: '0.00', other: '0.00' };
  expect(madeUp('000-45-6781')).toEqual({
    employer: 'Example Community Bank',
    title: 'Electrician',
    status: 'active',
    employmentType: 'regular-part-time',
    hiredDate: '2016-01-01',
    earnings: [
      { year: '2018', base: pay, ...none, total: pay },
      { year: '2017', base: pay, ...none, total: pay },
    ],
    salary: { gross_pay: pay, pay_frequency: 'annually', reduced_covid: 'unknown' },
  });
  expect(madeUp('000456781', 0)).toEqual(madeUp('000-45-6781'));
});

test('others are other employments, of every employer, title and kind', () => {
  const all = Array.from({ length: 100 }, (_, location) => madeUp('000-45-6789', location));
  const different = (name: 'employer' | 'title' | 'employmentType') =>
    [...new Set(all.map((employment) => employment[name]))].sort();
  expect(different('employer')).toEqual([
    'Example Community Bank',
    'Example International Inc',
    'Example Widgets LLC',
    'International Widgets of Example',
  ]);
  expect(different('title')).toEqual([
    'Accountant',
    'Data Analyst',
    'Electrician',
    'Nurse',
    'Store Manager',
    'Teacher',
  ]);
  expect(different('employmentType')).toEqual(['regular-full-time', 'regular-part-time']);
  expect(new Set(all.map(({ salary }) => salary?.gross_pay)).size).toBeGreaterThan(95);
});
