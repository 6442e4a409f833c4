import {
  AmbiguousOutcomeError,
  createTruework,
  FrozenDataError,
  ValidationError,
  type Verification,
  type VerificationInput,
} from '@truework-legacy/client';

const {
  // A new key has an empty account. Yours stays the same.
  TRUEWORK_TOKEN = `tw_sk_test_${crypto.randomUUID()}`,
  TRUEWORK_URL = 'http://127.0.0.1:4019',
} = process.env;
const truework = createTruework({
  token: TRUEWORK_TOKEN,
  environment: TRUEWORK_URL,
});

async function create(
  input: VerificationInput,
): Promise<Verification | undefined> {
  try {
    return await truework.verifications.create(input);
  } catch (error) {
    if (error instanceof AmbiguousOutcomeError) return await error.reconcile();
    if (error instanceof ValidationError)
      console.log('for the user:', error.invalidFields);
    else if (error instanceof FrozenDataError)
      console.log('the person has frozen their data');
    else throw error;
  }
  return undefined;
}

await create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  loan_id: 'loan-4712',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '12-34',
  },
});

const created = await create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  loan_id: 'loan-4713',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
const id = created?.id ?? '';

const result = await truework.verifications.get('no-such-id').result();
if (result.ok) console.log(result.data.state);
else if (result.error.code === 'not-found') console.log('no such verification');
else throw result.error;

const { data, response } = await truework.verifications.get(id).withResponse();
console.log(
  data.loan_id,
  response.status,
  response.headers.get('content-type'),
);

for await (const { loan_id } of truework.verifications.list({ limit: 100 })) {
  console.log(loan_id);
}

const page = await truework.verifications.list({
  limit: 10,
  fields: ['id', 'state'],
});
console.log(page.count, page.results.length);
