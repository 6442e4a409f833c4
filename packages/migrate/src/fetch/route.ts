/** A call of 2019-10-15, as its URL says it. */
export interface Route {
  readonly operation: RouteName;
  /** Everything before the path. */
  readonly baseUrl: string;
  /** The ids of the path, decoded. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
}

export type RouteName =
  | 'createCredentialsSession'
  | 'createVerification'
  | 'listVerifications'
  | 'getVerification'
  | 'reverifyVerification'
  | 'cancelVerification'
  | 'getReport'
  | 'getSingleReport'
  | 'searchCompanies';

const routes: readonly (readonly [RouteName, method: string, path: RegExp])[] = [
  ['createCredentialsSession', 'POST', /\/credentials\/session\/?$/],
  ['createVerification', 'POST', /\/verification-requests\/?$/],
  ['listVerifications', 'GET', /\/verification-requests\/?$/],
  ['getReport', 'GET', /\/verification-requests\/([^/]+)\/reports\/([^/]+)\/?$/],
  ['getSingleReport', 'GET', /\/verification-requests\/([^/]+)\/report\/?$/],
  ['reverifyVerification', 'PUT', /\/verification-requests\/([^/]+)\/reverify\/?$/],
  ['cancelVerification', 'PUT', /\/verification-requests\/([^/]+)\/cancel\/?$/],
  ['getVerification', 'GET', /\/verification-requests\/([^/]+)\/?$/],
  ['searchCompanies', 'GET', /\/companies\/?$/],
];

/** @returns Undefined if 2019-10-15 has no such call. */
export function routeOf(method: string, url: string): Route | undefined {
  const { origin, pathname, searchParams } = new URL(url, 'https://api.truework.com');
  for (const [operation, itsMethod, path] of routes) {
    const match = method === itsMethod ? path.exec(pathname) : null;
    if (!match) continue;
    const ids = match.slice(1).map((id) => decodeURIComponent(id));
    return { operation, baseUrl: origin + pathname.slice(0, match.index), ids, query: searchParams };
  }
  return undefined;
}
