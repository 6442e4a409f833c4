import { describe, expect, test } from 'vitest';
import type { Ids } from '../../src/calls.ts';
import { type Contract, openContract } from '../../src/contract.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';
import { howToReach, type Subjects, waysTo } from '../../src/ways-to-statuses.ts';

// Each operation is made to respond with each status that it can be made to respond with by honest means, also at Truework.

function subjectsOf(contract: Contract): Subjects {
  return {
    async completed(): Promise<Ids> {
      const { id } = await contract.truework.verifications.create(inputWithoutCompany);
      await contract.settle();
      const { reports } = await contract.truework.verifications.get(id);
      const report = reports?.[0]?.id ?? expect.unreachable('a completed verification has a report');
      return { verification_request_id: id, verification_report_id: report, report_id: report };
    },
    async waiting(): Promise<Ids> {
      const target = { ...fullInput.target, social_security_number: '000-03-0000' };
      const { id } = await contract.truework.verifications.create({ ...fullInput, target });
      return { verification_request_id: id };
    },
  };
}

describe.for(operationsOfTheSpec())('$id', (operation) => {
  const contract = openContract();
  const subjects = subjectsOf(contract);
  const reached = Object.keys(operation.responses)
    .map(Number)
    .filter((status) => waysTo(status, operation, subjects).length > 0);

  test.for(reached)('responds with %s', async (status) => {
    const seen: number[] = [];
    for (const attempt of waysTo(status, operation, subjects)) {
      const { method, path, body, headers = {} } = await attempt();
      const response = await contract.send(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.status === status) return;
      seen.push(response.status);
    }
    expect.unreachable(`it responded with ${seen.join(' and ')}. ${howToReach}`);
  });
});
