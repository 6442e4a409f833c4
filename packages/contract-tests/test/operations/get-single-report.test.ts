import { describe, expect, test } from 'vitest';
import { fullOrder } from '../../src/orders.ts';
import { wire } from '../../src/wire.ts';

// The client has no method for the path of the era: it has the one that says which report.
describe('getSingleReport', () => {
  const line = wire();

  test.for(['', '/'])('the path of the era answers with the first report: report%s', async (slash) => {
    const { id } = await line.truework.verifications.create(fullOrder);
    line.advance(200);
    const reports = (await line.truework.verifications.get(id)).reports ?? [];
    const answer = await line.send(`/verification-requests/${id}/report${slash}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(reports[0]);
  });

  test('a verification that is not completed has none, and an unknown one is not found', async () => {
    const { id } = await line.truework.verifications.create(fullOrder);
    expect((await line.send(`/verification-requests/${id}/report`)).status).toBe(400);
    expect((await line.send('/verification-requests/AAAAAAAATiIAB/report')).status).toBe(404);
  });

  test('a key is needed, and the version has to be this one', async () => {
    const path = '/verification-requests/AAAAAAAATiIAB/report';
    expect((await line.send(path, { headers: { Authorization: '' } })).status).toBe(401);
    expect(
      (await line.send(path, { headers: { Accept: 'application/json; version=2020-12-07' } })).status,
    ).toBe(406);
  });
});
