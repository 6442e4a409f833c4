/**
 * The fields that the `fields` parameter asks for, in the order of the body. All of them if it is absent; names that the
 * body does not have are ignored.
 */
export function onlyFields<Body extends object>(body: Body, fields: string | undefined): Body {
  if (fields === undefined) return body;
  const wanted = new Set(fields.split(','));
  return Object.fromEntries(Object.entries(body).filter(([name]) => wanted.has(name))) as Body;
}
