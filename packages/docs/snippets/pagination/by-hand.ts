const headers = {
  Authorization: 'Bearer tw_sk_test_example',
  Accept: 'application/json; version=2019-10-15',
};

export async function* verifications(
  limit: number,
): AsyncGenerator<{ id: string }> {
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const response = await fetch(
      `http://127.0.0.1:4019/verification-requests/?limit=${limit}&offset=${offset}`,
      { headers },
    );
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

let count = 0;
for await (const _ of verifications(25)) count += 1;
console.log(count);
