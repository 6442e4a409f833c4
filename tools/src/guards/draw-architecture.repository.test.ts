import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { arrows } from './arrows.ts';
import { drawArchitecture, picture } from './draw-architecture.ts';

test('the picture in ARCHITECTURE.md shows the packages, imports and rooms as they are', () => {
  expect(readFileSync(picture, 'utf8'), 'stale: run node tools/src/guards/draw-architecture.ts').toBe(
    drawArchitecture(),
  );
});

test('every package is in the picture, and those in its last row may import what it says', () => {
  const drawn = drawArchitecture();
  for (const { folder } of Object.values(arrows)) expect(drawn).toContain(`>${folder}</text>`);
  for (const name of ['contract-tests', 'docs', 'package-tests', 'bench'])
    expect(arrows[name]?.mayImport).toEqual(['spec', 'client', 'zod', 'sandbox', 'migrate']);
});
