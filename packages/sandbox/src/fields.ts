/**
 * The members that the `fields` parameter asks for, in the answer's own order. All of them where it is absent; names that the
 * answer does not have are passed over.
 */
export function onlyFields<Answer extends object>(answer: Answer, fields: string | undefined): Answer {
  if (fields === undefined) return answer;
  const wanted = new Set(fields.split(','));
  return Object.fromEntries(Object.entries(answer).filter(([name]) => wanted.has(name))) as Answer;
}
