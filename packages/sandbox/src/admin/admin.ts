import { quote } from '../errors/index.ts';
import {
  type ApiRequest,
  type ApiResponse,
  corsHeaders,
  crossSiteProblem,
  readBearerKey,
  tenantId,
} from '../http/index.ts';
import type { Tenant } from '../state/index.ts';
import { httpDate } from '../time/index.ts';
import { AdminError, toAdminError } from './admin-error.ts';
import { type AdminContext, adminHandlers } from './admin-handlers.ts';
import { type AdminParts, knownKeys } from './admin-parts.ts';
import { type AdminOperation, adminRouter, readBody, readParameters } from './admin-requests.ts';
import { inspectorFile } from './inspector-files.ts';

/** What a handler returns. */
interface Handled {
  status?: number;
  body?: unknown;
}

/** The admin API, as `admin/openapi.yaml` describes it, and the files of the inspector. */
export class Admin {
  readonly #parts: AdminParts;

  constructor(parts: AdminParts) {
    this.#parts = parts;
  }

  /** Responds to a request below `/_sandbox`. Never rejects. */
  async respond(request: ApiRequest): Promise<ApiResponse> {
    try {
      return await this.#route(request);
    } catch (error) {
      const known = toAdminError(error);
      if (known === undefined) console.error('The admin API failed.', error);
      const { status, code, message } =
        known ?? new AdminError(500, 'sandbox_failed', 'The sandbox itself failed. Its log says why.');
      return this.#json(request, status, { error: { code, message } });
    }
  }

  async #route(request: ApiRequest): Promise<ApiResponse> {
    const [path, query] = request.target.slice('/_sandbox'.length).split(/\?(.*)/s) as [string, string?];
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const file = isRead ? inspectorFile(path.slice(1)) : undefined;
    const problem = crossSiteProblem(request, file !== undefined);
    if (problem !== undefined) throw new AdminError(403, 'cross_site', problem);
    if (request.method === 'OPTIONS' && request.header('origin') !== undefined) {
      return this.#complete(request, 204, {});
    }
    if (path === '') return this.#complete(request, 308, { Location: '/_sandbox/' });
    if (file !== undefined) return this.#complete(request, 200, file.headers, file.body);

    const route = adminRouter.find(path);
    if (route === undefined) {
      throw new AdminError(404, 'not_found', 'Unknown path. /_sandbox/openapi.json lists all paths.');
    }
    const operation = route.operations.get(isRead ? 'GET' : request.method);
    if (operation === undefined) {
      const allow = [...route.operations.keys()].join(', ');
      const error = { code: 'method_not_allowed', message: `This path supports only ${allow}.` };
      return this.#json(request, 405, { error }, { Allow: allow });
    }
    return await this.#handle(request, operation, route.path, query);
  }

  async #handle(
    request: ApiRequest,
    operation: AdminOperation,
    path: Readonly<Record<string, string>>,
    query: string | undefined,
  ): Promise<ApiResponse> {
    if (operation.writes && !/^application\/json\s*(;|$)/i.test(String(request.header('content-type')))) {
      throw new AdminError(415, 'not_json', 'Send it with Content-Type: application/json.');
    }
    const parameters = {
      path: readParameters(operation, 'path', path),
      query: readParameters(operation, 'query', Object.fromEntries(new URLSearchParams(query))),
    };
    const body = readBody(operation, request);
    const handler = adminHandlers[operation.id] as (
      parts: object,
      context: AdminContext,
    ) => Handled | Promise<Handled>;
    const context = { parts: this.#parts, tenant: () => this.#tenant(request) };
    const { status = 200, body: result } = await handler({ ...parameters, body }, context);
    if (operation.method !== 'GET') this.#parts.changes.bump();
    return result === undefined ? this.#complete(request, status, {}) : this.#json(request, status, result);
  }

  /** The tenant that a request is about. */
  #tenant(request: ApiRequest): Tenant {
    const { tenants } = this.#parts;
    const id = request.header('x-sandbox-tenant');
    if (id === undefined) {
      const authorization = request.header('authorization');
      if (authorization === undefined) {
        throw new AdminError(
          401,
          'no_tenant',
          'Name the tenant: send its key as Authorization: Bearer tw_sk_test_…, or its id as X-Sandbox-Tenant.',
        );
      }
      return tenants.get(keyFrom(authorization));
    }
    const key = knownKeys(this.#parts).find((candidate) => tenantId(candidate) === id);
    if (key === undefined) {
      throw new AdminError(
        401,
        'no_tenant',
        `There is no tenant ${quote(id)}. /_sandbox/tenants lists them.`,
      );
    }
    return tenants.get(key);
  }

  #json(
    request: ApiRequest,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): ApiResponse {
    return this.#complete(
      request,
      status,
      { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
      Buffer.from(JSON.stringify(body)),
    );
  }

  #complete(
    request: ApiRequest,
    status: number,
    headers: Record<string, string>,
    body?: Uint8Array,
  ): ApiResponse {
    return {
      status,
      headers: {
        Date: httpDate(this.#parts.tenants.now()),
        ...(status === 204 ? {} : { 'Content-Length': String(body?.byteLength ?? 0) }),
        'X-Content-Type-Options': 'nosniff',
        ...headers,
        ...corsHeaders(request),
      },
      body: request.method === 'HEAD' ? undefined : body,
    };
  }
}

function keyFrom(authorization: string): string {
  try {
    return readBearerKey(authorization);
  } catch (error) {
    throw new AdminError(401, 'invalid_key', (error as Error).message);
  }
}
