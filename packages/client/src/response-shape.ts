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
  if (Array.isArray(shape)) return misfitOfList(value, shape[0] as Shape, fields);
  if (!isObject(value)) return '';
  for (const name in shape) {
    const inside = (shape as Record<string, Shape>)[name] as Shape;
    if (value[name] === undefined && fields && !Array.isArray(inside) && !fields.includes(name)) continue;
    const misfit = misfitOf(value[name], inside, fields);
    if (misfit !== undefined) return `/${name}${misfit}`;
  }
  return undefined;
}

function misfitOfList(value: unknown, item: Shape, fields?: readonly unknown[]): string | undefined {
  if (!Array.isArray(value)) return '';
  for (const [index, each] of value.entries()) {
    const misfit = misfitOf(each, item, fields);
    if (misfit !== undefined) return `/${index}${misfit}`;
  }
  return undefined;
}
