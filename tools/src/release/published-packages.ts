/** The packages that users install, in an order in which they can be published. */
export const publishedPackages = [
  { name: 'spec', folder: 'spec' },
  { name: 'client', folder: 'packages/client' },
  { name: 'zod', folder: 'packages/zod' },
  { name: 'migrate', folder: 'packages/migrate' },
  { name: 'sandbox', folder: 'packages/sandbox' },
] as const;
