import { expect, test } from 'vitest';
import { installFromNpm } from './install-lines.ts';

const before = `## Install

It is not on npm yet. A package of this name on npm is not this one. Pack it from a copy of the repository, in
this example one next to your project:

\`\`\`sh install
(cd ../truework-legacy && npm run pack)
npm install ../truework-legacy/packed/zod.tgz zod
\`\`\`

## Use it
`;

const after = `## Install

\`\`\`sh install
npm install @truework-legacy/zod zod
\`\`\`

## Use it
`;

test('a release names the package where the README named a tarball', () => {
  expect(installFromNpm(before)).toBe(after);
});

test('later releases change nothing', () => {
  expect(installFromNpm(after)).toBe(after);
});
