import { createSandbox } from '@truework-legacy/sandbox';
import type { ApprovedConstraint } from './constraint-validators.ts';
import { operationsOfTheSpec, type SpecParameter } from './spec-operations.ts';
import { testKey } from './system-under-test.ts';

/** A constraint of a parameter, and an operation that takes the parameter. */
export interface ParameterLocation {
  readonly title: string;
  readonly constraint: ApprovedConstraint;
  readonly operation: string;
  readonly parameter: SpecParameter;
}

/** For each constraint of a parameter the operations that it concerns. */
export function parameterLocations(constraints: readonly ApprovedConstraint[]): ParameterLocation[] {
  return operationsOfTheSpec().flatMap(({ id, parameters }) =>
    parameters.flatMap((parameter) =>
      constraints
        .filter(({ pointer }) => pointer.startsWith(`${parameter.pointer}/schema`))
        .map((constraint) => ({ title: `${id} ${constraint.name}`, constraint, operation: id, parameter })),
    ),
  );
}

/** Whether a text can be sent as a parameter: an empty id is another path, and a header loses the space around it. */
export function canBeSent(text: string, { in: location }: SpecParameter): boolean {
  if (location === 'path') return text !== '';
  return location === 'query' || text.trim() === text;
}

/** A sandbox to which parameters are sent that may be wrong. */
export class ParameterSender {
  readonly #sandbox = createSandbox({ validateResponses: false, rateLimit: false, clock: { now: () => 0 } });

  /** @returns The status, and whether the parameter was rejected. */
  async send(
    operation: string,
    { name, in: location }: SpecParameter,
    text: string,
  ): Promise<{ status: number; isRejected: boolean }> {
    const { method, path } = operationsOfTheSpec().find(({ id }) => id === operation) ?? {
      method: '',
      path: '',
    };
    const filled = path.replace(/{(\w+)}/g, (_, id: string) =>
      location === 'path' && id === name ? encodeURIComponent(text) : 'AAAAAAAATiIAB',
    );
    const url = new URL(filled, 'http://127.0.0.1:4019');
    if (location === 'query') url.searchParams.set(name, text);
    const response = await this.#sandbox.fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${testKey}`,
        'Content-Type': 'application/json',
        ...(location === 'header' && { [name]: text }),
      },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });
    const body = (await response.json()) as { error?: { invalid_fields?: Record<string, unknown> } };
    return {
      status: response.status,
      isRejected: response.status === 400 && body.error?.invalid_fields?.[name] !== undefined,
    };
  }

  close(): Promise<void> {
    return this.#sandbox.close();
  }
}
