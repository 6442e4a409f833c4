import { SandboxError } from '../errors/index.ts';
import { applyToResponse, type Fault, respondInstead, type TenantFaults } from '../faults/index.ts';
import type { ApiErrorBody, Report } from '../generated/types.gen.ts';
import {
  ApiError,
  type ApiRequest,
  type ApiResponse,
  corsHeaders,
  crossSiteProblem,
  findRoute,
  type RequestLog,
  readBearerKey,
  readJsonBody,
  type TransportFault,
} from '../http/index.ts';
import { keyResponseOf } from '../people/index.ts';
import type { ResponseSigner } from '../seed/index.ts';
import { apiVersion, type SpecOperation } from '../spec/index.ts';
import {
  type Changes,
  isLocalAddress,
  RateWindow,
  Rendered,
  type Tenant,
  type Tenants,
} from '../state/index.ts';
import { durationMs, httpDate } from '../time/index.ts';
import { chooseMediaType } from './accept.ts';
import type { HandlerContext, UnknownPeople } from './handler.ts';
import { handlers } from './operations/index.ts';
import { requestSyncToday } from './request-sync.ts';
import { type ParameterValues, readParameters, validateBody } from './request-validation.ts';
import { SpecBreachError, validateResponse } from './validate-response.ts';

/** What the API works with. */
export interface ApiParts {
  tenants: Tenants;
  faults: TenantFaults;
  signer: ResponseSigner;
  log: RequestLog;
  changes: Changes;
  options: ApiOptions;
}

/** How the API behaves. */
export interface ApiOptions {
  unknownPeople: UnknownPeople;
  /** Whether answers are signed. */
  signs: boolean;
  /** Whether every answer is checked against the spec before it leaves. */
  validatesResponses: boolean;
}

/** What an operation came to, before it is an answer. */
interface Outcome {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
  transport?: TransportFault;
}

/** The API itself: requests in, answers out, over the state of the tenants. */
export class Api {
  readonly #parts: ApiParts;
  readonly #addressRates: RateWindow | undefined;
  /** Keys by the `Authorization` header that they came in. */
  readonly #keys = new Map<string, string>();

  constructor(parts: ApiParts) {
    this.#parts = parts;
    const { perAddress } = parts.tenants.rateLimits;
    this.#addressRates = perAddress === false ? undefined : new RateWindow(perAddress);
  }

  /** Whether a path belongs to the API, whatever the method. */
  owns(pathname: string): boolean {
    return findRoute(pathname) !== undefined;
  }

  /** Answers a request. Never throws: a failure of the sandbox itself is a 500 that says so. */
  respond(request: ApiRequest): ApiResponse | Promise<ApiResponse> {
    const call = new ApiCall(request);
    const begun = performance.now();
    const finish = (response: ApiResponse): ApiResponse => {
      const { log, changes } = this.#parts;
      log.add({
        atMs: this.#timeOf(call),
        key: call.tenant?.key,
        request,
        operation: call.operation?.id,
        response,
        fault: call.fault?.type,
        milliseconds: performance.now() - begun,
      });
      changes.bump();
      return response;
    };
    try {
      const outcome = this.#perform(call);
      if (call.mediaType === 'application/pdf' && outcome.status === 200) {
        return this.#printed(call, outcome).then(finish);
      }
      const response = this.#present(call, outcome);
      if (call.fault?.type !== 'latency') return finish(response);
      const { duration } = call.fault;
      return this.#tenantOf(call)
        .sleep(durationMs(duration))
        .then(() => finish(response));
    } catch (error) {
      return finish(this.#failed(call, error));
    }
  }

  /** Carries out what a request asks for. What is refused is an outcome, too. */
  #perform(call: ApiCall): Outcome {
    try {
      return this.#carryOut(call);
    } catch (error) {
      if (error instanceof ApiError) {
        return { status: error.status, body: error.body, headers: error.headers };
      }
      throw error;
    }
  }

  #carryOut(call: ApiCall): Outcome {
    const { request } = call;
    const problem = crossSiteProblem(request);
    if (problem !== undefined) throw new ApiError(403, problem);
    const route = findRoute(call.pathname);
    if (route === undefined) throw new ApiError(404, 'Not found.');
    if (request.method === 'OPTIONS') {
      return { status: 204, body: undefined, headers: { Allow: route.allow } };
    }
    const operation = route.operations.get(request.method === 'HEAD' ? 'GET' : request.method);
    if (operation === undefined) {
      throw new ApiError(405, `Method "${request.method}" not allowed.`, undefined, { Allow: route.allow });
    }
    call.operation = operation;
    const tenant = this.#authenticate(request);
    call.tenant = tenant;
    tenant.runDue();
    call.fault = this.#applyFault(call, operation, tenant);
    const instead = call.fault && respondInstead(call.fault, tenant.now());
    if (instead !== undefined) return { ...instead, body: instead.error };
    const keyResponse = keyResponseOf(tenant.key);
    if (keyResponse !== undefined) throw new ApiError(keyResponse.status, keyResponse.message);
    call.mediaType = chooseMediaType(request.header('accept'), operation.mediaTypes);
    this.#limitRate(operation, tenant, request.address);
    return this.#handle(call, operation, route.path);
  }

  #applyFault({ request }: ApiCall, { id }: SpecOperation, tenant: Tenant): Fault | undefined {
    try {
      return this.#parts.faults.of(tenant).applyToResponse(id, request.header('x-sandbox-fault'));
    } catch (error) {
      // A fault that was asked for in a header, and does not exist.
      if (error instanceof SandboxError) throw new ApiError(400, error.message);
      throw error;
    }
  }

  #handle(call: ApiCall, operation: SpecOperation, path: Readonly<Record<string, string>>): Outcome {
    const { request } = call;
    const query = call.query === '' ? undefined : new URLSearchParams(call.query);
    const values = readParameters(operation, (parameter) => {
      if (parameter.in === 'path') return path[parameter.name];
      // The last of several is the one that counts; those that the spec does not know are passed over.
      if (parameter.in === 'query') return query?.getAll(parameter.name).at(-1);
      const value = request.header(parameter.name.toLowerCase());
      return parameter.name === 'Request-Sync' ? requestSyncToday(value) : value;
    });
    call.partial = values['fields'] !== undefined;
    const body = operation.bodyPointer === undefined ? undefined : readJsonBody(request);
    validateBody(operation, body);
    const handler = handlers[operation.id] as
      | ((parts: object, context: HandlerContext) => Outcome)
      | undefined;
    if (handler === undefined) throw new ApiError(501, `The sandbox does not imitate ${operation.id} yet.`);
    return handler(
      { body, ...byLocation(operation, values) },
      {
        tenant: this.#tenantOf(call),
        url: `${request.origin}${call.pathname}`,
        unknownPeople: this.#parts.options.unknownPeople,
      },
    );
  }

  #tenantOf({ tenant }: ApiCall): Tenant {
    if (tenant === undefined) throw new Error('The request was not authenticated.');
    return tenant;
  }

  #authenticate(request: ApiRequest): Tenant {
    const authorization = request.header('authorization');
    let key = this.#keys.get(authorization ?? '');
    if (key === undefined) {
      key = readBearerKey(authorization);
      if (this.#keys.size < 1000) this.#keys.set(authorization ?? '', key);
    }
    return this.#parts.tenants.visit(key);
  }

  #limitRate(operation: SpecOperation, tenant: Tenant, address: string): void {
    let waitMs = tenant.rates?.take(operation.id, tenant.rateTime()) ?? 0;
    if (waitMs === 0 && this.#addressRates !== undefined && !isLocalAddress(address)) {
      waitMs = this.#addressRates.take(`${address} ${operation.id}`, this.#parts.tenants.rateTime());
    }
    if (waitMs > 0) throw new ApiError(429, 'Request was throttled. Expected available in 1 second.');
  }

  /** The answer of an outcome: checked, signed, and struck by the fault. */
  #present(call: ApiCall, outcome: Outcome): ApiResponse {
    const { options, signer } = this.#parts;
    const { status, body } = outcome;
    const rendered =
      body === undefined || body instanceof Rendered
        ? (body as Rendered<unknown> | undefined)
        : Rendered.of(body);
    if (rendered !== undefined) {
      if (!options.validatesResponses) rendered.unchecked = undefined;
      else if (call.operation !== undefined && !isInvented(call)) {
        validateResponse(call.operation, status, rendered, call.partial);
      }
    }
    const response = this.#complete(
      call,
      outcome,
      'application/json',
      rendered?.text,
      rendered?.byteLength ?? 0,
    );
    if (options.signs && rendered !== undefined) {
      const { Date: date = '' } = response.headers;
      if (rendered.signature?.date !== date) {
        rendered.signature = { date, header: signer.sign(date, rendered.byteLength, rendered.text) };
      }
      (response.headers as Record<string, string>)['X-Truework-Signature'] = rendered.signature.header;
    }
    return call.fault === undefined ? response : applyToResponse(call.fault, response, signer);
  }

  /** The answer with a report as PDF. */
  async #printed(call: ApiCall, outcome: Outcome): Promise<ApiResponse> {
    try {
      const { reportPdf } = await import('./report-pdf.ts');
      const bytes = await reportPdf(outcome.body as Report);
      const response = this.#complete(call, outcome, 'application/pdf', bytes, bytes.length);
      if (call.fault === undefined) return response;
      if (call.fault.type === 'latency') await this.#tenantOf(call).sleep(durationMs(call.fault.duration));
      return applyToResponse(call.fault, response, this.#parts.signer);
    } catch (error) {
      return this.#failed(call, error);
    }
  }

  #complete(
    call: ApiCall,
    { status, headers, transport }: Outcome,
    contentType: string,
    body: string | Uint8Array | undefined,
    length: number,
  ): ApiResponse {
    const nowMs = this.#timeOf(call);
    const all: Record<string, string> = { Date: httpDate(nowMs), version: apiVersion };
    if (status !== 204) {
      if (body !== undefined) all['Content-Type'] = contentType;
      all['Content-Length'] = String(length);
    }
    if (headers !== undefined) Object.assign(all, headers);
    if (call.request.header('origin') !== undefined) Object.assign(all, corsHeaders(call.request));
    const response: { -readonly [Name in keyof ApiResponse]: ApiResponse[Name] } = { status, headers: all };
    if (body !== undefined && call.request.method !== 'HEAD') response.body = body;
    if (transport !== undefined) response.transport = transport;
    return response;
  }

  #timeOf({ tenant }: ApiCall): number {
    try {
      return tenant?.now() ?? this.#parts.tenants.now();
    } catch {
      // A clock that was given and fails. That is what the answer says.
      return Date.now();
    }
  }

  #failed(call: ApiCall, error: unknown): ApiResponse {
    const { operation, pathname, request } = call;
    console.error(
      `The sandbox failed on ${request.method} ${operation?.segments.join('/') ?? pathname}:`,
      error,
    );
    const reason =
      error instanceof SpecBreachError || error instanceof SandboxError ? error.message : 'Its log says why';
    const message = `The sandbox itself failed. ${reason.replace(/\.$/, '')}.`;
    const { text, byteLength } = Rendered.of(errorBody(message));
    return this.#complete(call, { status: 500, body: undefined }, 'application/json', text, byteLength);
  }
}

/** A request on its way through the API. */
class ApiCall {
  readonly request: ApiRequest;
  readonly pathname: string;
  readonly query: string;
  operation: SpecOperation | undefined;
  tenant: Tenant | undefined;
  fault: Fault | undefined;
  mediaType = 'application/json';
  /** Whether `fields` may leave members of the answer out. */
  partial = false;

  constructor(request: ApiRequest) {
    this.request = request;
    const { target } = request;
    const mark = target.indexOf('?');
    this.pathname = mark === -1 ? target : target.slice(0, mark);
    this.query = mark === -1 ? '' : target.slice(mark + 1);
  }
}

/** Whether a fault made up the status: the spec does not have to know it. */
function isInvented({ fault }: ApiCall): boolean {
  return fault?.type === 'status';
}

function errorBody(message: string): ApiErrorBody {
  return { error: { message } };
}

/** The parameters' values under the name of the place they came from, as the handlers take them. */
function byLocation(
  operation: SpecOperation,
  values: ParameterValues,
): Record<'path' | 'query' | 'headers', ParameterValues> {
  const parts: Record<'path' | 'query' | 'headers', ParameterValues> = { path: {}, query: {}, headers: {} };
  for (const { name, in: location } of operation.parameters) {
    const value = values[name];
    if (value !== undefined) parts[location === 'header' ? 'headers' : location][name] = value;
  }
  return parts;
}
