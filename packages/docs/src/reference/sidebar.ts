import type { StarlightUserConfig } from '@astrojs/starlight/types';
import { methodLabel, type OperationPage } from './operation.ts';
import type { ReferencePages } from './reference.ts';

/** A group of the sidebar. */
export interface SidebarGroup {
  label: string;
  items: NonNullable<StarlightUserConfig['sidebar']>;
}

/** The sidebar's part for the reference: the index, then each group with its operations. */
export function referenceSidebar({ groups }: ReferencePages): SidebarGroup[] {
  return [
    {
      label: 'Reference',
      items: [
        { label: 'Overview', link: '/reference/' },
        { label: 'Objects and values', link: '/reference/objects/' },
        { label: 'Errors', link: '/reference/errors/' },
      ],
    },
    ...groups.map(({ label, pages }) => ({ label, items: pages.map(linkTo) })),
  ];
}

function linkTo(page: OperationPage) {
  const label = methodLabel(page);
  return {
    label: page.summary,
    link: page.href,
    badge: { text: label, class: `method method-${label.toLowerCase()}` },
  };
}
