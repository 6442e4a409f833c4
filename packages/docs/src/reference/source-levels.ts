import type { SourceLevel } from '@truework-legacy/spec/document';

/** What each level of `x-source` means, from the firmest to the loosest. */
export const SOURCE_LEVELS: Readonly<
  Record<SourceLevel, { readonly label: string; readonly meaning: string }>
> = {
  documented: {
    label: 'documented',
    meaning:
      "On a page of this version's documentation, or on one of its time that named no version. The note says which.",
  },
  'documented-later': {
    label: 'documented later',
    meaning: 'On a page of a later version only. It may not apply to this one.',
  },
  sdk: {
    label: 'SDK',
    meaning: "In the code of the vendor's clients of the time, but on no page of this version.",
  },
  recorded: {
    label: 'recorded',
    meaning: 'Seen in recorded responses of the API, but on no page of this version.',
  },
  inferred: { label: 'inferred', meaning: 'A conclusion of this project, without direct evidence.' },
};
