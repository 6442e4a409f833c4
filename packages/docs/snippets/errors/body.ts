const response = await fetch('http://127.0.0.1:4019/verification-requests/', {
  method: 'POST',
  headers: {
    Authorization: 'Bearer tw_sk_test_example',
    Accept: 'application/json; version=2019-10-15',
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({ type: 'employment', target: { first_name: 'Riley' } }),
});
console.log(response.status, JSON.stringify(await response.json(), null, 2));

export {};
