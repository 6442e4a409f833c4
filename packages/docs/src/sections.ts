import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import { reference } from './reference/reference.ts';
import { referenceSidebar, type SidebarGroup } from './reference/sidebar.ts';

/** A section of the site, as the header names it, with the groups of its sidebar. */
interface Section {
  readonly label: string;
  readonly href: string;
  readonly groups: readonly SidebarGroup[];
}

export const sections: readonly Section[] = [
  {
    label: 'Guides',
    href: '/quickstart/',
    groups: [
      { label: 'Start', items: ['quickstart', 'authentication', 'versions', 'client'] },
      {
        label: 'Build',
        items: [
          'verifications',
          'credentials-sessions',
          'webhooks',
          'webhook-servers',
          'reports',
          'pagination',
          'errors',
          'validators',
        ],
      },
      { label: 'Operate', items: ['signatures', 'personal-data', 'drift', 'proxies', 'fleet'] },
      { label: 'Test', items: ['testing', 'sandbox'] },
    ],
  },
  { label: 'Reference', href: '/reference/', groups: referenceSidebar(reference) },
  {
    label: 'Evidence',
    href: '/contract/',
    groups: [
      {
        label: 'Evidence',
        items: [
          { label: 'Contract report', link: '/contract/' },
          { label: 'Sizes and speeds', link: '/bench/' },
          { label: 'Facts and sources', link: '/sources/' },
          { label: 'Changes', link: '/changes/' },
        ],
      },
    ],
  },
  {
    label: 'Migrate',
    href: '/migrate/',
    groups: [
      { label: 'To a later version', items: ['migrate', 'two-versions', 'to-2020-12-07', 'to-2022-08-01'] },
      { label: 'From another client', items: ['from-truework-sdk', 'from-axios', 'from-ruby-and-python'] },
    ],
  },
];

/** The addresses of the pages of a section, in its order. */
export function pathsOf(groups: Section['groups']): string[] {
  return groups.flatMap(({ items }) =>
    items.flatMap((item) => {
      if (typeof item === 'string') return [`/${item}/`];
      return 'link' in item && item.link ? [item.link] : [];
    }),
  );
}

type Sidebar = StarlightRouteData['sidebar'];
type SidebarLink = Exclude<Sidebar[number], { type: 'group' }>;

const isHere = (entry: Sidebar[number]): boolean =>
  entry.type === 'group' ? entry.entries.some(isHere) : entry.isCurrent;
const has = ({ groups }: Section, label: string | undefined) => groups.some((group) => group.label === label);

/** The section that a page is in. Undefined for the home page. */
export function sectionOf(sidebar: Sidebar): Section | undefined {
  return sections.find((section) => has(section, sidebar.find(isHere)?.label));
}

const linksIn = (entry: Sidebar[number]): SidebarLink[] =>
  entry.type === 'group' ? entry.entries.flatMap(linksIn) : [entry];

/** Leaves a page the sidebar of its section, so that its entry is in sight, and no page before or after it of another. */
export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute } }) => {
  const section = sectionOf(starlightRoute.sidebar);
  if (!section) return;
  starlightRoute.sidebar = starlightRoute.sidebar.filter(({ label }) => has(section, label));
  const links = starlightRoute.sidebar.flatMap(linksIn);
  const { pagination } = starlightRoute;
  for (const direction of ['prev', 'next'] as const) {
    if (!links.some(({ href }) => href === pagination[direction]?.href)) pagination[direction] = undefined;
  }
});
