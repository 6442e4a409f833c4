import { createHash } from 'node:crypto';
import {
  createTruework,
  type Truework,
  type VerificationInput,
} from '@truework-legacy/client';
import { type OrdersFetchOptions, ordersFetch } from '@truework-legacy/migrate';
import { createSandbox } from '@truework-legacy/sandbox';
import later from '@truework-legacy/spec/2023-10-30/openapi.json' with {
  type: 'json',
};

/** A row of your table of verifications. */
interface Row {
  readonly version: '2019-10-15' | '2023-10-30';
  readonly verificationId: string;
  orderId?: string;
}

// A stand-in for 2023-10-30, which creates the order of the spec's example.
const orderIds = new Map<string, string>();
const laterApi: OrdersFetchOptions['fetch'] = async (
  url,
  { method, headers },
) => {
  console.log(method, new URL(url).pathname, headers['accept']);
  return Response.json(later.components.examples.OrderTargetEmployer.value, {
    status: 201,
  });
};

const token = 'tw_sk_test_example';
const sandbox = createSandbox();
const versions: Record<Row['version'], Truework> = {
  '2019-10-15': createTruework({
    token,
    environment: 'local',
    fetch: sandbox.fetch,
  }),
  '2023-10-30': createTruework({
    token,
    environment: 'local',
    fetch: ordersFetch({
      fetch: laterApi,
      price: 'not-read',
      onOrder: ({ orderId, verificationIds }) => {
        for (const id of verificationIds) orderIds.set(id, orderId);
      },
    }),
  }),
};

/** A loan always goes to the same version, so that a retry creates nothing twice. */
function versionFor(loanId: string, percentLater: number): Row['version'] {
  const percent =
    createHash('sha256').update(loanId).digest().readUInt32BE() % 100;
  return percent < percentLater ? '2023-10-30' : '2019-10-15';
}

async function create(loanId: string, percentLater: number): Promise<Row> {
  const version = versionFor(loanId, percentLater);
  const input: VerificationInput = {
    type: 'employment',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
    loan_id: loanId,
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-00-0000',
      company: { name: 'Example Widgets LLC' },
    },
  };
  const { id } = await versions[version].verifications.create(input);
  const orderId = orderIds.get(id);
  return {
    version,
    verificationId: id,
    ...(orderId !== undefined && { orderId }),
  };
}

for (const loanId of ['loan-1', 'loan-2', 'loan-3', 'loan-4']) {
  const { version, orderId } = await create(loanId, 50);
  console.log(
    loanId,
    version,
    orderId === undefined ? '' : 'store the id of its order, too',
  );
}
await sandbox.close();
