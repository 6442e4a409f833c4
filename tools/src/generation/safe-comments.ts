/**
 * A document whose texts stay inside the comments that they are put into. The generator's own escaping leaves an end of a comment in
 * `**` + `//`.
 */
export function withSafeComments<Document>(document: Document): Document {
  return JSON.parse(JSON.stringify(document), (key, value) =>
    typeof value === 'string' && ['description', 'summary', 'title'].includes(key)
      ? safeComment(value)
      : value,
  ) as Document;
}

/** A text without the end of a comment. */
export function safeComment(text: string): string {
  return text.replaceAll('*/', '* /');
}
