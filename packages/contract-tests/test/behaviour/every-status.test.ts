import { lastNameIn, locate, namesIn, pointerTo } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import {
  bodyOf,
  type Ids,
  idsIn,
  methodThatIsNotAllowed,
  type PlainRequest,
  requestOf,
} from '../../src/calls.ts';
import { type Contract, openContract } from '../../src/contract.ts';
import { spec } from '../../src/spec.ts';
import { operationsOfTheSpec, type SpecOperation } from '../../src/spec-operations.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';
import { schemaAt, withQuery } from '../../src/wrong-requests.ts';

// Each operation is made to respond with each status that it can be made to respond with by honest means. As in every exchange,
// the responses are validated against the spec.

const publishable = { Authorization: 'Bearer tw_pk_test_0000' };
const laterVersion = { Accept: 'application/json; version=1999-01-01' };

interface Attempt extends PlainRequest {
  readonly headers?: Record<string, string>;
}

/** A completed verification, and its report. */
async function completed(contract: Contract): Promise<Ids> {
  const { id } = await contract.truework.verifications.create(inputWithoutCompany);
  await contract.settle();
  const { reports } = await contract.truework.verifications.get(id);
  const report = reports?.[0]?.id ?? expect.unreachable('a completed verification has a report');
  return { verification_request_id: id, verification_report_id: report, report_id: report };
}

/** A verification that waits for its verifier, and so can be cancelled. */
async function waiting(contract: Contract): Promise<Ids> {
  const target = { ...fullInput.target, social_security_number: '000-03-0000' };
  const { id } = await contract.truework.verifications.create({ ...fullInput, target });
  return { verification_request_id: id };
}

/** What cannot be reached by honest means. */
const outOfReach: Record<number, string> = {
  429: 'only by sending too much',
  451: 'only for a person who froze their data, and no test number is one',
  500: 'only by a failure of the server',
  501: 'only by something that is not implemented yet',
};

/** Whether an operation can be made to respond with a status. */
function isInReach(operation: SpecOperation, status: number): boolean {
  if (outOfReach[status] !== undefined) return false;
  // The response that they share is for accounts that may not do it.
  if (status === 403) return responseName(operation, status) !== 'Forbidden';
  // Of what else may be sent, it is not known what the vendor rejects.
  if (status === 400) return bodyOf(operation.id) !== undefined || queryOfValues(operation) !== undefined;
  return true;
}

function responseName({ pointer }: SpecOperation, status: number): string | undefined {
  const response = locate(spec, pointerTo(pointer, 'responses', status));
  return namesIn(response.pointer)[0] === 'components' ? lastNameIn(response.pointer) : undefined;
}

/** A parameter of the query that takes some values only. */
function queryOfValues({ parameters }: SpecOperation): string | undefined {
  return parameters.find(({ in: location, pointer }) => {
    const { enum: values, anyOf = [] } = schemaAt(pointer);
    return location === 'query' && (values !== undefined || anyOf.length > 0);
  })?.name;
}

/** What is sent for a status, and then if another one came. */
function attemptsFor(
  contract: Contract,
  operation: SpecOperation,
  status: number,
): readonly (() => Promise<Attempt> | Attempt)[] {
  const { id } = operation;
  const plain = requestOf(id);
  switch (status) {
    case 400:
      return bodyOf(id) === undefined
        ? [() => ({ ...plain, path: withQuery(plain.path, queryOfValues(operation) ?? '', 'unheard-of') })]
        : onWhatExists(contract, operation, (request) => ({ ...request, body: {} }));
    case 401:
      return [() => ({ ...plain, headers: publishable })];
    case 404:
      return [() => plain];
    case 405:
      return [() => ({ method: methodThatIsNotAllowed(id), path: plain.path })];
    case 406:
      return [() => ({ ...plain, headers: laterVersion })];
    default:
      return onWhatExists(contract, operation, (request) => request);
  }
}

/** The same of a completed verification and of one that is not, or once if it is of none. */
function onWhatExists(
  contract: Contract,
  { id, path }: SpecOperation,
  change: (request: PlainRequest) => Attempt,
): readonly (() => Promise<Attempt> | Attempt)[] {
  if (idsIn({ path }).length === 0) return [() => change(requestOf(id))];
  return [completed, waiting].map((make) => async () => change(requestOf(id, await make(contract))));
}

describe.for(operationsOfTheSpec())('$id', (operation) => {
  const contract = openContract();
  const reached = Object.keys(operation.responses)
    .map(Number)
    .filter((status) => isInReach(operation, status));

  test.for(reached)('responds with %s', async (status) => {
    const seen: number[] = [];
    for (const attempt of attemptsFor(contract, operation, status)) {
      const { method, path, body, headers } = await attempt();
      const response = await contract.send(path, {
        method,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.status === status) return;
      seen.push(response.status);
    }
    expect.unreachable(
      `it responded with ${seen.join(' and ')}. If it takes an id of something other than a verification or a report, add ` +
        'that to completed() or waiting() in test/behaviour/every-status.test.ts.',
    );
  });
});
