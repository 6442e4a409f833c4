import { createTruework, type Fetch } from '@truework-legacy/client';

// A stand-in for Truework, which names the version that it served.
const send: Fetch = async (_url, init) => {
  const { accept = '' } = init.headers;
  const version = accept.split('version=')[1] ?? '';
  return Response.json(
    { count: 0, next: null, previous: null, results: [] },
    { headers: { version } },
  );
};

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'sandbox',
  fetch: (url, init) =>
    send(url, {
      ...init,
      headers: {
        ...init.headers,
        accept: 'application/json; version=2020-12-07',
      },
    }),
  onWarning: ({ code }) => console.log('warning:', code),
});

const { response } = await truework.verifications.list().withResponse();
console.log(response.headers.get('version'));
