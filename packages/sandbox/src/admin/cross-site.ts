import type { ApiRequest } from '../api-request.ts';

/**
 * Why a request may come from another website, undefined where it cannot. A name that another website has made to point
 * at this machine (DNS rebinding) shows in `Host`, a request of another website's page (CSRF) in the other two.
 *
 * @param page - Whether it is for a file of the inspector: other pages may link to it, and it holds no data.
 */
export function crossSiteDoubt(request: ApiRequest, page: boolean): string | undefined {
  if (request.port === undefined) return undefined;
  const host = request.header('host') ?? '';
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const allowed = [request.port.host, ...request.port.allowedHosts];
  if (!isOwnHost(name) && !allowed.some((known) => known.toLowerCase() === name)) {
    return `The sandbox does not know itself as ${JSON.stringify(name)}. Use its IP address or localhost, or allow the name: --allow-host, or the option allowedHosts of listen().`;
  }
  if (page) return undefined;
  const origin = request.header('origin');
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host.toLowerCase())) {
    return `A page of ${JSON.stringify(origin)} asked for this. Only the sandbox's own pages, and programs, may.`;
  }
  const site = request.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'A page of another website asked for this. Only the sandbox’s own pages, and programs, may.';
  }
  return undefined;
}

/** An IP address is no name that another website could have made to point here. */
function isOwnHost(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    /^\d{1,3}(\.\d{1,3}){3}$/.test(name) ||
    /^\[[\da-f:.]+\]$/.test(name)
  );
}
