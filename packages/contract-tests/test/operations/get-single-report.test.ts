import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { fullInput } from '../../src/verification-inputs.ts';

// The client has no method for the path of the era: it has the one that says which report.
describe('getSingleReport', () => {
  const contract = openContract();

  test.for(['', '/'])('the legacy path responds with the first report: report%s', async (slash) => {
    const { id } = await contract.truework.verifications.create(fullInput);
    contract.advance(200);
    const reports = (await contract.truework.verifications.get(id)).reports ?? [];
    const response = await contract.send(`/verification-requests/${id}/report${slash}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(reports[0]);
  });

  test('a verification that is not completed has no report, and an unknown one is not found', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    expect((await contract.send(`/verification-requests/${id}/report`)).status).toBe(400);
    expect((await contract.send('/verification-requests/AAAAAAAATiIAB/report')).status).toBe(404);
  });

  test('a key is needed, and the version has to be this one', async () => {
    const path = '/verification-requests/AAAAAAAATiIAB/report';
    expect((await contract.send(path, { headers: { Authorization: '' } })).status).toBe(401);
    expect(
      (await contract.send(path, { headers: { Accept: 'application/json; version=2020-12-07' } })).status,
    ).toBe(406);
  });
});
