import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';
import {
  approvedConstraints,
  findingsOfTheValidators,
  type Validators,
} from '../src/constraint-validators.ts';
import { unknownFieldFindings } from '../src/unknown-fields.ts';
import { mutatedSource, root } from './mutant.ts';
import type { ValidatorMutant } from './validator-mutants.ts';

const planted = new Map<string, string>();
registerHooks({
  load(url, context, nextLoad) {
    const source = planted.get(url);
    // The format is that of the file as it is: TypeScript.
    return source === undefined
      ? nextLoad(url, context)
      : { ...nextLoad(url.split('?')[0] ?? url, context), source, shortCircuit: true };
  },
});
let count = 0;

/** Loads the validators with a mutant, beside those without, and runs the tests' check of each constraint near it. */
export async function testValidatorMutant(mutant: ValidatorMutant): Promise<string | undefined> {
  count += 1;
  const url = `${pathToFileURL(join(root, mutant.file)).href}?mutant=${count}`;
  planted.set(url, mutatedSource(mutant));
  let loaded: Record<string, unknown>;
  try {
    loaded = (await import(url)) as Record<string, unknown>;
  } catch (error) {
    return `it does not load: ${(error as Error).message.split('\n')[0]}`;
  } finally {
    planted.delete(url);
  }
  const validators: Validators = { request, response, [mutant.strictness]: loaded };
  const prefix = `#/components/schemas/${mutant.of}`;
  const near = approvedConstraints.filter(
    ({ pointer }) => pointer === prefix || pointer.startsWith(`${prefix}/`),
  );
  try {
    return [
      ...near.flatMap((constraint) => findingsOfTheValidators(constraint, validators)),
      ...unknownFieldFindings(mutant.of, validators),
    ][0];
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
}
