import type { RetryClass } from '@truework-legacy/spec/document';

/** What each class of `x-retry` means for a caller whose request got no answer. */
export const RETRY_CLASSES: Readonly<
  Record<RetryClass, { readonly label: string; readonly meaning: string }>
> = {
  safe: { label: 'safe', meaning: 'It may be sent again when no answer came, or a 429 or 500 did.' },
  never: {
    label: 'never automatically',
    meaning:
      'When no answer came, or a 500 did, the work may be done all the same, and sending it again may do it twice. A 429 was refused before any work.',
  },
};
