async function list(accept?: string): Promise<void> {
  const response = await fetch('http://127.0.0.1:4019/verification-requests/', {
    headers: {
      Authorization: 'Bearer tw_sk_test_example',
      ...(accept && { Accept: accept }),
    },
  });
  const { error } = await response.json();
  console.log(
    response.status,
    response.headers.get('version'),
    error?.message ?? '',
  );
}

await list('application/json; version=2019-10-15');
await list('application/json; version=2018-01-01');
await list();
