const files: Record<string, string> = import.meta.glob('../snippets/**/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export interface Snippet {
  readonly code: string;
  /** The language of the code, as its file name ends. */
  readonly lang: string;
  /** What the program prints. Absent if it prints nothing that stays the same. */
  readonly output?: string | undefined;
}

/** Reads a file of `snippets/`, and what its program prints. */
export function readSnippet(file: string): Snippet {
  const code = files[`../snippets/${file}`];
  if (code === undefined) throw new Error(`packages/docs/snippets/${file} does not exist.`);
  const [base, lang = ''] = file.split(/\.(?=[^.]+$)/);
  return { code, lang, ...(lang !== 'sh' && { output: files[`../snippets/${base}.output.txt`] }) };
}
