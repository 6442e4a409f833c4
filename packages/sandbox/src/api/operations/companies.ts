import type { Company } from '../../generated/types.gen.ts';
import type { Handler } from '../handler.ts';
import { pageLinks } from '../page-links.ts';

/** The first is the one that the vendor's sandbox knows; the others are made up. */
const companies: readonly Company[] = [
  { id: '1', name: 'Truework - DEMO' },
  { id: '2', name: 'Example Widgets LLC', domain: 'widgets.example.com' },
  { id: '3', name: 'Example International Inc', domain: 'international.example.com' },
  { id: '4', name: 'International Widgets of Example' },
  { id: '5', name: 'Example Community Bank', domain: 'bank.example.com' },
];

export const searchCompanies: Handler<'searchCompanies'> = ({ query }, { url }) => {
  const { q = '', limit, offset } = query;
  const found = companies.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
  return {
    status: 200,
    body: {
      count: found.length,
      ...pageLinks(url, { count: found.length, limit, offset }),
      results: found.slice(offset, offset + limit),
    },
  };
};
