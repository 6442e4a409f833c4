import { withoutOwnBounds } from '@truework-legacy/spec/document';
import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { drift } from '@truework-legacy/zod';
import * as mini from '@truework-legacy/zod/mini/response';
import * as classic from '@truework-legacy/zod/response';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { gzipSize } from './bundle.ts';
import { type Contestant, race } from './race.ts';
import { specExample } from './spec-example.ts';
import type { Budget, Row, Table } from './table.ts';

/** A round begins with a full garbage collection, after which Node.js takes some 8,000 calls to optimize large functions again. */
const callsPerRound = 40_000;

/** What validating a response costs beside parsing it and beside ajv, and what the schemas for zod/mini weigh. */
export async function measure(): Promise<Table[]> {
  const { reports = [], ...verification } = specExample('VerificationCompleted') as { reports?: object[] };
  const [report] = reports;
  const value = { ...verification, reports: [report, report] };
  const text = JSON.stringify(value);
  const ajv = byAjv();
  const parse: Contestant = { name: 'JSON.parse', run: () => JSON.parse(text) };
  const reference: Contestant = { name: 'ajv, compiled', run: () => passed(ajv(value)) };
  const compiled: Contestant = {
    name: 'these validators, zod, compiled',
    run: () => passed(classic.Verification.safeParse(value).success),
  };
  const interpreted: Contestant = {
    name: 'these validators, zod/mini, no code from strings',
    run: () => passed(mini.Verification.safeParse(value).success),
  };
  const reported: Contestant = {
    name: 'drift of these validators',
    run: () => passed(drift(classic.Verification, value).length === 0),
  };
  const what = `checking a verification with two reports, ${text.length} bytes`;
  return [
    await compare(what, '× JSON.parse', [parse, compiled, interpreted, reported, reference], {
      [compiled.name]: { of: 'ratio', atMost: 1 },
    }),
    await compare(what, '× ajv', [reference, interpreted, compiled], {
      [interpreted.name]: { of: 'ratio', atMost: 1.5 },
    }),
    {
      title: 'schemas for zod/mini, bundled for browsers by esbuild, minified, gzip -9',
      unit: 'kB',
      rows: await weighValidators(),
    },
  ];
}

async function compare(
  title: string,
  ratioTo: string,
  contestants: readonly Contestant[],
  budgets: Readonly<Record<string, Budget>>,
): Promise<Table> {
  const rows = (await race(contestants, { calls: callsPerRound })).map(
    ({ name, microseconds, ratio }): Row => {
      const budget = budgets[name];
      return { subject: name, figure: microseconds, ratio, ...(budget && { budget }) };
    },
  );
  return { title, unit: 'µs', ratioTo, rows };
}

/** ajv as the contract tests have it: on the bundled spec, with its formats. */
function byAjv(): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(withoutOwnBounds(openapi), 'spec');
  return ajv.compile<unknown>({ $ref: 'spec#/components/schemas/Verification' });
}

function passed(isRight: boolean): true {
  if (!isRight)
    throw new Error(
      'A validator rejects the value that the bench measures it with. Correct the value in packages/bench/src/validators.ts.',
    );
  return true;
}

/** What the schemas of zod/mini weigh: request and responses of one operation, one component, all of them. */
export function weighValidators(): Promise<(Row & { figure: number })[]> {
  const entries: { subject: string; code: string; atMost?: number }[] = [
    {
      subject: 'one operation, createVerification: request and responses',
      code: `export { createVerification as request } from '@truework-legacy/zod/mini/request';
             export { createVerification as response } from '@truework-legacy/zod/mini/response'`,
      atMost: 12,
    },
    { subject: 'one component, Money', code: "export { Money } from '@truework-legacy/zod/mini/response'" },
    { subject: 'everything', code: "export * from '@truework-legacy/zod/mini'" },
  ];
  return Promise.all(
    entries.map(async ({ subject, code, atMost }) => ({
      subject,
      figure: await gzipSize(code),
      ...(atMost !== undefined && { budget: { of: 'figure' as const, atMost } }),
    })),
  );
}
