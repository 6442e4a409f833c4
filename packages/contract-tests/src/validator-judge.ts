import * as validators from '@truework-legacy/zod';
import type { z } from 'zod';
import type { Exchange } from './exchange.ts';
import { isPartial, operationOf, partialPlace } from './spec-judge.ts';

/**
 * What the generated validators find wrong with an exchange: places and kinds, never values.
 *
 * @returns Empty where they accept request and answer.
 */
export function judgeByValidators(exchange: Exchange): string[] {
  const { request, response } = exchange;
  const operation = operationOf(exchange);
  if (operation === undefined) return [];
  const name = operation.charAt(0).toUpperCase() + operation.slice(1);
  const succeeded = response.status < 300;
  const answer: unknown = JSON.parse(response.body);
  const findings = check(succeeded ? `z${name}Response` : 'zApiErrorBody', answer, isPartial(request));
  // A refused request may well be one that the validators refuse too.
  if (succeeded && request.body !== null)
    findings.push(...check(`z${name}Body`, JSON.parse(request.body), false));
  return findings;
}

function check(name: string, value: unknown, partial: boolean): string[] {
  const validator = (validators as unknown as Record<string, z.ZodType | undefined>)[name];
  if (validator === undefined) return [`@truework-legacy/zod has no ${name}`];
  const { error } = validator.safeParse(value);
  return (error?.issues ?? [])
    .filter(
      ({ path }) =>
        !(
          partial &&
          isAbsent(value, path) &&
          partialPlace.test(`/${path.slice(0, -1).join('/')}`.replace(/\/$/, ''))
        ),
    )
    .map(({ path, code }) => `${name} /${path.join('/')}: ${code}`);
}

function isAbsent(value: unknown, path: readonly PropertyKey[]): boolean {
  const found = path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  return found === undefined;
}
