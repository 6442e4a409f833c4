/**
 * The members that the `fields` parameter asks for, in the answer's own order. All of them where it is absent; names that the
 * answer does not have are passed over.
 */
export function onlyFields<Body extends object>(body: Body, fields: string | undefined): Body {
  if (fields === undefined) return body;
  const wanted = new Set(fields.split(','));
  return Object.fromEntries(Object.entries(body).filter(([name]) => wanted.has(name))) as Body;
}
