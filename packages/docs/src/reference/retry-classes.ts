import type { RetryClass } from '@truework-legacy/spec/document';

/** What each class of `x-retry` means for a caller whose request got no response. */
export const RETRY_CLASSES: Readonly<
  Record<RetryClass, { readonly label: string; readonly meaning: string }>
> = {
  safe: { label: 'safe', meaning: 'It may be retried after no response, a 429 or a 500.' },
  never: {
    label: 'never automatically',
    meaning:
      'After no response or a 500, the work may have been done all the same, and a retry may do it twice. After a 429 it was not: the API rejected the request before any work.',
  },
};
