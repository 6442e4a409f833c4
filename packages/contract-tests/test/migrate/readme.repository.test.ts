import { readFileSync } from 'node:fs';
import { createTruework, type Truework } from '@truework-legacy/client';
import { fromOrder, type Note, ordersFetch, toOrder } from '@truework-legacy/migrate';
import later from '@truework-legacy/spec/2023-10-30/openapi.json' with { type: 'json' };
import { expect, test } from 'vitest';

// Runs the programs of the README.

const readme = readFileSync(new URL('../../../migrate/README.md', import.meta.url), 'utf8');
const order = later.components.examples.OrderTargetEmployer.value;
const input = {
  type: 'employment',
  permissible_purpose: 'employment',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    company: { name: 'Example Widgets LLC' },
  },
} as const;

/** Runs a program of the README with its imports and the variables that it leaves to the reader. */
async function run(name: string, scope: Record<string, unknown>, result: string): Promise<unknown> {
  const [, program] = new RegExp(`\`\`\`ts ${name}\\n([\\s\\S]*?)\`\`\``).exec(readme) ?? [];
  const body = `return (async () => {${program?.replaceAll(/^import .*$/gm, '')}\nreturn ${result};})()`;
  return await new Function(...Object.keys(scope), body)(...Object.values(scope));
}

test('its client calls 2023-10-30', async () => {
  const stored: unknown[] = [];
  const notes: unknown[] = [];
  const sent: unknown[] = [];
  const fetchOrders = (options: Parameters<typeof ordersFetch>[0]) =>
    ordersFetch({
      ...options,
      fetch: async (url, { body }) => {
        sent.push([url, JSON.parse(body ?? '').search_key]);
        return Response.json(order, { status: 201 });
      },
    });
  const scope = {
    createTruework,
    ordersFetch: fetchOrders,
    token: 'tw_sk_test_synthetic',
    searchKeyOf: () => 'order-20011',
    store: (...ids: unknown[]) => stored.push(ids),
    log: (...note: unknown[]) => notes.push(note),
  };
  const truework = (await run('switch', scope, 'truework')) as Truework;
  const { id } = await truework.verifications.create(input);
  expect(sent).toEqual([['https://api.truework-sandbox.com/orders/target-employer', 'order-20011']]);
  expect(stored).toEqual([[order.id, [id]]]);
  expect(notes[0]).toEqual(['createVerification', 'lost', '/search_key', expect.any(String)]);
});

test('its conversions give verifications', async () => {
  const send = async () => order;
  const scope = { fromOrder, toOrder, input, send };
  const [verification] = (await run('convert', scope, 'verifications')) as { price: unknown }[];
  expect(verification?.price).toEqual({ amount: '39.95', currency: 'USD' });
  const { company: _, ...target } = input.target;
  const lacking = { ...scope, input: { ...input, target } };
  await expect(run('convert', lacking, 'verifications')).rejects.toThrow(
    '/target/date_of_birth: Required here.',
  );
});

test('it names every kind of note', () => {
  const kinds: Record<Note['kind'], true> = {
    lost: true,
    supply: true,
    assumed: true,
    behavior: true,
    reject: true,
  };
  for (const kind of Object.keys(kinds)) expect(readme).toContain(`| \`${kind}\` |`);
});
