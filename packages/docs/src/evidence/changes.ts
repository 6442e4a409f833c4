/** What changesets say of a package, in their order. */
export function changesOf(changesets: readonly string[], packageName: string): string[] {
  return changesets.flatMap((changeset) => {
    const [, front = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(changeset) ?? [];
    return front.includes(`"${packageName}"`) ? [text.trim()] : [];
  });
}
