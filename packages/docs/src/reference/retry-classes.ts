import type { RetryClass } from '@truework-legacy/spec/document';

/** What each class of `x-retry` means for a caller whose request got no response. */
export const RETRY_CLASSES: Readonly<
  Record<RetryClass, { readonly label: string; readonly meaning: string }>
> = {
  safe: { label: 'Safe', meaning: 'You may retry it after a 429, a 500, or if no response came.' },
  never: {
    label: 'Never automatically',
    meaning:
      'After a 500, or if no response came, the work may have been done, and a retry may do it twice. A 429 is rejected before any work.',
  },
};
