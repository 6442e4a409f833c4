import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  // A new key has an empty account. Yours stays the same.
  token: `tw_sk_test_${crypto.randomUUID()}`,
  environment: 'local',
});

for (const loan_id of ['loan-1', 'loan-2', 'loan-3', 'loan-4', 'loan-5']) {
  await truework.verifications.create({
    type: 'employment',
    permissible_purpose: 'credit-application',
    loan_id,
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-91-0001',
    },
  });
}

const page = await truework.verifications.list({ limit: 2 });
console.log(page.results.length, 'of', page.count);

for await (const { loan_id } of truework.verifications.list({ limit: 2 }))
  console.log(loan_id);

const open = truework.verifications.list({
  state: 'pending-approval',
  limit: 2,
  fields: ['id', 'loan_id'],
});
for await (const { results } of open.pages()) {
  console.log(results.map(({ loan_id }) => loan_id));
  if (results.some(({ loan_id }) => loan_id === 'loan-3')) break;
}
