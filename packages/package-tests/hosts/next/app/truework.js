import { createTruework } from '@truework-legacy/client';

/** A client as an application has it: made once, when its module is loaded. */
export const truework = makeTruework();

/** @param {typeof globalThis.fetch} [fetch] */
export function makeTruework(fetch) {
  return createTruework({
    token: 'tw_sk_test_example',
    environment: process.env.TRUEWORK_URL,
    ...(fetch && { fetch }),
  });
}
