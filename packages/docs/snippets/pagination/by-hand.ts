const url = 'http://127.0.0.1:4019/verification-requests/';
const headers = {
  // A new key has an empty account. Yours stays the same.
  Authorization: `Bearer tw_sk_test_${crypto.randomUUID()}`,
  Accept: 'application/json; version=2019-10-15',
  'Content-Type': 'application/json',
};

export async function* verifications(
  limit: number,
): AsyncGenerator<{ id: string; loan_id: string | null }> {
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const response = await fetch(`${url}?limit=${limit}&offset=${offset}`, {
      headers,
    });
    const { results, next } = await response.json();
    for (const verification of results) {
      if (!seen.has(verification.id)) yield verification;
      seen.add(verification.id);
    }
    // The server may return fewer than you ask for, so count what arrived.
    offset += results.length;
    if (next === null || results.length === 0) return;
  }
}

for (const loan_id of ['loan-1', 'loan-2', 'loan-3']) {
  const body = JSON.stringify({
    type: 'employment',
    permissible_purpose: 'credit-application',
    loan_id,
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-91-0001',
    },
  });
  await fetch(url, { method: 'POST', headers, body });
}

for await (const { loan_id } of verifications(2)) console.log(loan_id);
