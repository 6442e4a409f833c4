import { isObject } from './check-options.ts';

/** What a JSON value must be at least: a string (`text`), an array of a shape, or an object with certain fields. */
export type Shape = 'text' | readonly Shape[] | { readonly [field: string]: Shape };

/**
 * Finds where a value does not have a shape.
 *
 * @param fields - The requested fields. Others may be missing.
 * @returns A JSON pointer, which is empty for the value itself. Undefined if the value has the shape.
 */
export function misfitOf(value: unknown, shape: Shape, fields?: readonly unknown[]): string | undefined {
  if (shape === 'text') return typeof value === 'string' ? undefined : '';
  const isList = Array.isArray(shape);
  if (!(isList ? Array.isArray(value) : isObject(value))) return '';
  const whole = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(isList ? whole : shape)) {
    const inside = (shape as Readonly<Record<string, Shape>>)[isList ? 0 : name] as Shape;
    if (whole[name] === undefined && fields && !Array.isArray(inside) && !fields.includes(name)) continue;
    const misfit = misfitOf(whole[name], inside, fields);
    if (misfit !== undefined) return `/${name}${misfit}`;
  }
  return undefined;
}
