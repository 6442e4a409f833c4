import { operations } from '../generated/operations.gen.ts';

/** A call of 2019-10-15, as its URL says it. */
export interface Route {
  readonly operation: RouteName;
  /** Everything before the path. */
  readonly baseUrl: string;
  /** The ids of the path, decoded. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
}

export type RouteName = keyof typeof operations;

const routes = Object.entries(operations).map(([operation, { method, path }]) => ({
  operation: operation as RouteName,
  method,
  pattern: new RegExp(`${path.replace(/\/$/, '').replaceAll(/{\w+}/g, '([^/]+)')}/?$`),
}));

/** @returns Undefined if 2019-10-15 has no such call. */
export function routeOf(method: string, url: string): Route | undefined {
  const { origin, pathname, searchParams } = new URL(url, 'https://api.truework.com');
  for (const { operation, method: itsMethod, pattern } of routes) {
    const match = method === itsMethod ? pattern.exec(pathname) : null;
    if (!match) continue;
    const ids = match.slice(1).map((id) => decodeURIComponent(id));
    return { operation, baseUrl: origin + pathname.slice(0, match.index), ids, query: searchParams };
  }
  return undefined;
}
