import { createSandbox } from '@truework-legacy/sandbox';
import { type Ids, requestOf } from './calls.ts';
import type { ApprovedConstraint } from './constraint-validators.ts';
import { operationsOfTheSpec, type SpecParameter } from './spec-operations.ts';
import { testKey } from './system-under-test.ts';
import { inputWithoutCompany } from './verification-inputs.ts';
import { withQuery } from './wrong-requests.ts';

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

/** A sandbox to which parameters are sent that may be wrong, in requests that are right but for them. */
export class ParameterSender {
  readonly #sandbox = createSandbox({ validateResponses: false, rateLimit: false, clock: { now: () => 0 } });
  #ids: Ids | undefined;

  /** @returns The status, the message of an error that blames no field, and whether the parameter was rejected. */
  async send(
    operation: string,
    { name, in: location }: SpecParameter,
    text: string,
  ): Promise<{ status: number; message?: string | undefined; isRejected: boolean }> {
    this.#ids ??= await this.#completed();
    const ids = location === 'path' ? { ...this.#ids, [name]: encodeURIComponent(text) } : this.#ids;
    const { method, path, body } = requestOf(operation, ids);
    const response = await this.#fetch(
      method,
      location === 'query' ? withQuery(path, name, text) : path,
      body,
      location === 'header' ? { [name]: text } : {},
    );
    const { error } = (await response.json()) as {
      error?: { message: string; invalid_fields?: Record<string, unknown> };
    };
    return {
      status: response.status,
      message: error?.invalid_fields === undefined ? error?.message : undefined,
      isRejected: response.status === 400 && error?.invalid_fields?.[name] !== undefined,
    };
  }

  close(): Promise<void> {
    return this.#sandbox.close();
  }

  /** A completed verification, and its report. */
  async #completed(): Promise<Ids> {
    const response = await this.#fetch('POST', '/verification-requests/', inputWithoutCompany, {
      'Request-Sync': 'sync',
    });
    const { id, reports } = (await response.json()) as { id: string; reports: { id: string }[] };
    const report = reports[0]?.id ?? '';
    return { verification_request_id: id, verification_report_id: report, report_id: report };
  }

  #fetch(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    return this.#sandbox.fetch(new URL(path, 'http://127.0.0.1:4019'), {
      method,
      headers: { Authorization: `Bearer ${testKey}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
