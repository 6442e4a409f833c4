import { describe, expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withPaths, withSchemas } from './tiny-description.ts';

const unknown = 'does not say where it is known from';
const repair = 'write `x-source: { level: documented }`, or another level with a `note`.';

describe('a fact without a source', () => {
  it('is an operation, a parameter, a header, a shared response, a body', async () => {
    const broken = withPaths(
      `
/things:
  get:
    operationId: listThings
    parameters: [{ name: limit, in: query }]
    responses:
      "200": { headers: { Date: { $ref: "#/components/headers/Date" } }, content: { text/plain: { schema: { type: string } } } }
      "400": { $ref: "#/components/responses/BadRequest" }
`,
      'components: { headers: { Date: { required: true } }, responses: { BadRequest: { description: Bad. } } }',
    );
    expect((await lint('sources', broken)).sort()).toEqual([
      `\`BadRequest\` ${unknown}: ${repair}`,
      `\`Date\` ${unknown}: ${repair}`,
      `\`limit\` ${unknown}: ${repair}`,
      `\`listThings\` ${unknown}: ${repair}`,
      expect.stringContaining(`content.text/plain.schema\` ${unknown}`),
    ]);
  });

  it('is a schema with properties, and one that something refers to', async () => {
    const broken = withSchemas(`
Thing:
  type: object
  properties:
    colour: { $ref: "#/components/schemas/Colour" }
Colour: { type: string }
`);
    expect(await lint('sources', broken)).toEqual([
      `\`Thing\` ${unknown}: ${repair}`,
      `\`Colour\` ${unknown}: ${repair}`,
    ]);
  });
});

describe('a source', () => {
  const colour = (mark: string) =>
    lint('sources', withSchemas(`Colour: { type: string, enum: [red], x-source: ${mark} }`));

  it('has a known level', async () => {
    const message =
      '`x-source` of `Colour` has no known level: write one of documented, documented-later, sdk, recorded, inferred.';
    expect(await colour('{ level: hearsay }')).toEqual([message]);
    expect(await colour('{ note: Hm. }')).toEqual([message]);
  });

  it('has nothing else but a note and values', async () => {
    expect(await colour('{ level: sdk, page: 3 }')).toEqual([
      '`x-source` of `Colour` has `page`, which it does not know: use level, note, values.',
    ]);
    expect(await colour('{ level: sdk, note: Since 2020., values: { red: { level: recorded } } }')).toEqual(
      [],
    );
  });

  it('says from what it is inferred', async () => {
    const repair = 'is inferred and does not say from what: write a `note`.';
    expect(await colour('{ level: inferred }')).toEqual([`\`x-source\` of \`Colour\` ${repair}`]);
    expect(await colour('{ level: sdk, values: { red: { level: inferred } } }')).toEqual([
      `\`x-source\` of \`Colour\`, value \`red\`, ${repair}`,
    ]);
  });

  it('names every value that there is, and no other', async () => {
    expect(await colour('{ level: sdk, values: { blue: { level: sdk } } }')).toEqual([
      '`x-source` of `Colour` leaves out the value `red`: write its level too, or remove `values`.',
      '`x-source` of `Colour` names the value `blue`, which is not in the `enum`: correct or remove it.',
    ]);
  });
});

describe('a property', () => {
  const thing = (properties: string, mark = '') =>
    lint(
      'sources',
      withSchemas(`
Thing: { type: object, ${mark} properties: { ${properties} } }
Colour: { type: string, x-source: { level: sdk } }
`),
    );
  const documented = 'x-source: { level: documented },';

  it('has its own where the object has none', async () => {
    expect(await thing(`name: { type: string, ${documented} }`)).toEqual([]);
    expect(await thing(`name: { type: string, ${documented} }, size: { type: string }`)).toEqual([
      `\`Thing.size\` ${unknown}: ${repair}`,
    ]);
  });

  it('has not one beside that of the object', async () => {
    expect(await thing(`name: { type: string, ${documented} }, size: { type: string }`, documented)).toEqual([
      '`Thing` has an `x-source`, and so have properties of it: mark either the object or every property.',
    ]);
  });

  it('says which holds where the schema that it refers to has another', async () => {
    const message =
      '`Thing.colour` is in an object that is `documented` and has a schema that is `sdk`: mark every property instead of the object.';
    const reference = '$ref: "#/components/schemas/Colour"';
    expect(await thing(`colour: { ${reference} }`, documented)).toEqual([message]);
    expect(await thing(`colour: { type: array, items: { ${reference} } }`, documented)).toEqual([message]);
    expect(await thing(`colour: { ${reference}, ${documented} }`)).toEqual([]);
  });
});
