import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import { reference } from './reference/reference.ts';

/** The sections of the site, as the header names them. Each has the groups of the sidebar that are its own. */
export const sections = [
  { label: 'Guides', href: '/quickstart/', groups: ['Start', 'Build', 'Operate', 'Test'] },
  {
    label: 'Reference',
    href: '/reference/',
    groups: ['Reference', ...reference.groups.map(({ label }) => label)],
  },
  { label: 'Evidence', href: '/contract/', groups: ['Evidence'] },
  { label: 'Migrate', href: '/migrate/', groups: ['To a later version', 'From another client'] },
];

type Entry = StarlightRouteData['sidebar'][number];

const isHere = (entry: Entry): boolean =>
  entry.type === 'group' ? entry.entries.some(isHere) : entry.isCurrent;

/** The section that a page is in. Undefined for the home page. */
export function sectionOf(sidebar: StarlightRouteData['sidebar']): (typeof sections)[number] | undefined {
  const group = sidebar.find(isHere);
  return sections.find(({ groups }) => group && groups.includes(group.label));
}

/** Leaves a page the sidebar of its section, so that the entry of the page is in sight. */
export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute } }) => {
  const section = sectionOf(starlightRoute.sidebar);
  if (section)
    starlightRoute.sidebar = starlightRoute.sidebar.filter(({ label }) => section.groups.includes(label));
});
