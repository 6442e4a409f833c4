import {
  AuthenticationError,
  createTruework,
  type Truework,
} from '@truework-legacy/client';

// A stand-in for your secret store. The sandbox responds with 401 to each key
// that begins like the first.
const keys = ['tw_sk_test_responds_401_old', 'tw_sk_test_new'];
const readKey = async () => keys.shift() ?? '';

let truework: Truework | undefined;

async function withKey<Result>(
  call: (truework: Truework) => PromiseLike<Result>,
): Promise<Result> {
  truework ??= createTruework({ token: await readKey(), environment: 'local' });
  try {
    return await call(truework);
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    console.log(error.code, error.apiMessage);
    truework = createTruework({ token: await readKey(), environment: 'local' });
    return await call(truework);
  }
}

const page = await withKey(({ verifications }) => verifications.list());
console.log(page.count);
