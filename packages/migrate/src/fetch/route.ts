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

/** @returns Undefined if 2019-10-15 has no such call. */
export function routeOf(method: string, url: string): Route | undefined {
  const { origin, pathname, searchParams } = new URL(url, 'https://api.truework.com');
  for (const [operation, { method: itsMethod, path }] of Object.entries(operations)) {
    const match = method === itsMethod ? patternOf(path).exec(pathname) : null;
    if (!match) continue;
    const ids = match.slice(1).map((id) => decodeURIComponent(id));
    const baseUrl = origin + pathname.slice(0, match.index);
    return { operation: operation as RouteName, baseUrl, ids, query: searchParams };
  }
  return undefined;
}

/** Matches a path after any base path, with or without a slash at its end. */
function patternOf(path: string): RegExp {
  return new RegExp(`${path.replace(/\/$/, '').replaceAll(/{\w+}/g, '([^/]+)')}/?$`);
}
