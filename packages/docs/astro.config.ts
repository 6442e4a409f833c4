import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { finishSite } from './src/finish/finish-site.ts';
import { sections } from './src/sections.ts';

export default defineConfig({
  site: process.env['DOCS_SITE'] ?? 'http://127.0.0.1:4019',
  base: process.env['DOCS_BASE'] ?? '/',
  trailingSlash: 'always',
  prefetch: false,
  vite: {
    // Astro marks its own modules with a directive that only the development server reads.
    build: {
      rolldownOptions: {
        checks: { moduleLevelDirective: false },
        // Nobody has built these yet in a fresh copy, so they must not be looked for.
        external: ['@truework-legacy/migrate', '@truework-legacy/sandbox'],
      },
    },
    // Node.js reads its lists from the sources, as the rest of the workspace does. Nothing of it is on a page.
    ssr: { external: ['@truework-legacy/migrate', '@truework-legacy/sandbox'] },
  },
  integrations: [
    starlight({
      title: 'Truework Legacy',
      description: 'Unofficial documentation of Truework API 2019-10-15.',
      favicon: '/favicon.svg',
      lastUpdated: false,
      disable404Route: true,
      customCss: [
        './src/styles/site.css',
        './src/styles/home.css',
        './src/styles/search.css',
        './src/styles/reference.css',
        './src/styles/try-it.css',
        './src/styles/contract.css',
      ],
      routeMiddleware: './src/sections.ts',
      logo: { src: './public/favicon.svg' },
      // What is pointed at is fetched ahead, by browsers that can, with no script.
      head: [
        {
          tag: 'script',
          attrs: { type: 'speculationrules' },
          content: JSON.stringify({ prefetch: [{ where: { href_matches: '/*/' }, eagerness: 'moderate' }] }),
        },
      ],
      components: {
        Banner: './src/components/DeprecationBanner.astro',
        PageTitle: './src/components/PageTitle.astro',
        Search: './src/components/Search.astro',
        SocialIcons: './src/components/SiteLinks.astro',
      },
      sidebar: sections.flatMap(({ groups }) => groups),
    }),
    finishSite(),
  ],
});
