import { expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withSchemas } from './tiny-description.ts';

it('asks for the meaning of each value, and for the type beside it', async () => {
  const broken = withSchemas(`
Colour:
  enum: [red, green]
  x-enumDescriptions: { red: Warm., blue: Cold. }
Nothing:
  const: ""
Meanings:
  type: string
  x-enumDescriptions: { red: Warm. }
`);
  expect(await lint('enum-descriptions', broken)).toEqual([
    '`Colour` has `enum` and no `type`: write the type beside it, such as `type: string`.',
    '`Colour` does not say what `green` means: write `green: <meaning>` into its `x-enumDescriptions`.',
    '`Colour` explains `blue`, which is not in its `enum`: add the value there, or remove it from `x-enumDescriptions`.',
    '`Nothing` has `const` and no `type`: write the type beside it, such as `type: string`.',
    '`Meanings` has `x-enumDescriptions` and no `enum`: write the `enum`, or remove the meanings.',
  ]);
});
