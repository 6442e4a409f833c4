import { ApiError } from './api-error.ts';

/**
 * The key in an `Authorization` header.
 *
 * @throws {@link ApiError} 401 if there is no key, or the sandbox does not accept it.
 */
export function readBearerKey(authorization: string | undefined): string {
  const key = /^Bearer +(\S+)$/i.exec(String(authorization))?.[1];
  if (key === undefined) {
    throw new ApiError(401, 'Invalid token.');
  }
  checkKey(key);
  return key;
}

/**
 * Checks that a key is one for a sandbox.
 *
 * @throws {@link ApiError} 401. Its message says why if the key looks like one for production.
 */
export function checkKey(key: string): void {
  if (key.length <= 256 && /^(tw_sk_test_|TWBT__)[\w-]+$/.test(key)) return;
  if (key.startsWith('tw_sk_') && !key.startsWith('tw_sk_test')) {
    throw new ApiError(
      401,
      'Invalid token. It looks like a production key: the sandbox takes keys that begin with tw_sk_test_.',
    );
  }
  throw new ApiError(401, 'Invalid token.');
}
