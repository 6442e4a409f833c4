import { quote, SandboxError } from '../errors/index.ts';
import { applyToResponse, respondInstead } from '../faults/index.ts';
import {
  ApiError,
  type ApiResponse,
  corsHeaders,
  crossSiteProblem,
  Router,
  readBearerKey,
  readJsonBody,
} from '../http/index.ts';
import { keyResponseOf } from '../people/index.ts';
import { apiVersion, type Parameter, specOperations } from '../spec/index.ts';
import { isLocalAddress, Rendered } from '../state/index.ts';
import { httpDate } from '../time/index.ts';
import { chooseMediaType } from './accept.ts';
import type { ApiCall, Outcome } from './api-call.ts';
import type { HandlerContext } from './handler.ts';
import { handlers } from './operations/index.ts';
import { type ParameterValues, readParameters, validateBody } from './request-validation.ts';
import { validateResponse } from './validate-response.ts';

/** The paths of the API. */
export const apiRouter = new Router(specOperations);

/** The steps of a request before the last, in order, until one of them has an outcome. An `ApiError` is an outcome, too. */
export const requestSteps: readonly ((call: ApiCall) => Outcome | undefined)[] = [
  denyCrossSite,
  route,
  authenticate,
  chooseFault,
  respondForKey,
  negotiate,
  checkRate,
  validate,
];

/** The steps that make the outcome a response, in order. */
export const responseSteps: readonly ((call: ApiCall, response: ApiResponse) => ApiResponse)[] = [
  sign,
  applyFault,
];

function denyCrossSite({ request }: ApiCall): undefined {
  const problem = crossSiteProblem(request);
  if (problem !== undefined) throw new ApiError(403, problem);
}

function route(call: ApiCall): Outcome | undefined {
  const { method } = call.request;
  const found = apiRouter.find(call.pathname);
  if (found === undefined) throw new ApiError(404, 'Not found.');
  const headers = { Allow: found.allow };
  if (method === 'OPTIONS') return { status: 204, headers };
  call.operation = found.operations.get(method === 'HEAD' ? 'GET' : method);
  if (call.operation === undefined) {
    throw new ApiError(405, `Method ${quote(method)} not allowed.`, undefined, headers);
  }
  call.path = found.path;
  return undefined;
}

function authenticate(call: ApiCall): undefined {
  const key = readBearerKey(call.request.header('authorization'));
  call.tenant = call.shared.tenants.visit(key);
  call.tenant.runDue();
}

/** Chooses the fault that applies, which may respond in place of the operation. */
function chooseFault(call: ApiCall): Outcome | undefined {
  const { operation, tenant } = call.known();
  try {
    const header = call.request.header('x-sandbox-fault');
    call.fault = call.shared.faults.of(tenant).chooseForResponse(operation.id, header);
  } catch (error) {
    // The header asks for a fault that does not exist.
    if (error instanceof SandboxError) throw new ApiError(400, error.message);
    throw error;
  }
  const instead = call.fault && respondInstead(call.fault, tenant.now());
  return instead && { ...instead, body: instead.error };
}

function respondForKey(call: ApiCall): undefined {
  const response = keyResponseOf(call.known().tenant.key);
  if (response !== undefined) throw new ApiError(response.status, response.message);
}

function negotiate(call: ApiCall): undefined {
  call.mediaType = chooseMediaType(call.request.header('accept'), call.known().operation.mediaTypes);
}

function checkRate(call: ApiCall): undefined {
  const { operation, tenant } = call.known();
  const { addressRates, tenants } = call.shared;
  const { address } = call.request;
  let waitMs = tenant.rates?.take(operation.id, tenant.rateTime()) ?? 0;
  if (waitMs === 0 && addressRates !== undefined && !isLocalAddress(address)) {
    waitMs = addressRates.take(`${address} ${operation.id}`, tenants.time.rateTime());
  }
  if (waitMs > 0) throw new ApiError(429, 'Request was throttled. Expected available in 1 second.');
}

function validate(call: ApiCall): undefined {
  const { operation } = call.known();
  const query = call.query === '' ? undefined : new URLSearchParams(`?${call.query}`);
  call.parameters = readParameters(operation, (parameter) => parameterText(call, parameter, query));
  if (operation.bodyPointer !== undefined) call.body = readJsonBody(call.request);
  validateBody(operation, call.body);
}

function parameterText(
  { path, request }: ApiCall,
  parameter: Parameter,
  query: URLSearchParams | undefined,
): string | undefined {
  if (parameter.in === 'path') return path[parameter.name];
  // If there are several, the last one counts. Those that the spec does not know are ignored.
  if (parameter.in === 'query') return query?.getAll(parameter.name).at(-1);
  // Only `Request-Sync` is a header.
  return requestSyncToday(request.header(parameter.name.toLowerCase()));
}

/**
 * A value of `Request-Sync` in today's words. Truework's SDK for Node.js of 2021 sends words that name a timeout, such as
 * `sync-strict-timeout; timeout=15`: they ask for `sync`, and the sandbox is never late.
 */
function requestSyncToday(value: string | undefined): string | undefined {
  return value?.replace(/^sync-(strict|soft)-timeout; timeout=\d+$/, 'sync');
}

/** The last step of a request. */
export function handle(call: ApiCall): Outcome {
  const { operation, tenant } = call.known();
  const handler = handlers[operation.id] as ((parts: object, context: HandlerContext) => Outcome) | undefined;
  if (handler === undefined) throw new ApiError(501, `The sandbox does not imitate ${operation.id} yet.`);
  const { unknownPeople, accountUseCase, reportShape } = call.shared.options;
  const url = `${call.request.origin}${call.request.target}`;
  const context = { tenant, url, unknownPeople, accountUseCase, reportShape };
  return handler({ body: call.body, ...parametersByLocation(call) }, context);
}

/** The parameters' values by where they come from, as handlers take them. */
function parametersByLocation(call: ApiCall): Record<'path' | 'query' | 'headers', ParameterValues> {
  const parts: Record<'path' | 'query' | 'headers', ParameterValues> = { path: {}, query: {}, headers: {} };
  for (const { name, in: location } of call.known().operation.parameters) {
    parts[location === 'header' ? 'headers' : location][name] = call.parameters[name];
  }
  return parts;
}

/** The JSON body of an outcome, validated against the spec. */
export function render(call: ApiCall, { status, body, shown }: Outcome): Rendered<unknown> | undefined {
  if (body === undefined) return undefined;
  const rendered = body instanceof Rendered ? (body as Rendered<unknown>) : Rendered.of(body, shown);
  // The spec does not have to know a status that a fault made up.
  const isMadeUp = call.fault?.type === 'status';
  if (!call.shared.options.validatesResponses) rendered.unchecked = undefined;
  else if (call.operation !== undefined && !isMadeUp) {
    validateResponse(call.operation, status, rendered, call.parameters['fields'] !== undefined);
  }
  call.rendered = rendered;
  return rendered;
}

/** The response with an outcome's status and headers. */
export function respond(
  call: ApiCall,
  { status, headers, transport }: Outcome,
  contentType: string,
  content: { body: string | Uint8Array; byteLength: number } | undefined,
): ApiResponse {
  const all: Record<string, string> = { Date: httpDate(call.now()), version: apiVersion };
  if (status !== 204) {
    if (content !== undefined) all['Content-Type'] = contentType;
    all['Content-Length'] = String(content?.byteLength ?? 0);
  }
  Object.assign(all, headers, corsHeaders(call.request));
  const body = call.request.method === 'HEAD' ? undefined : content?.body;
  return { status, headers: all, body, transport };
}

function sign({ rendered, shared }: ApiCall, response: ApiResponse): ApiResponse {
  if (!shared.options.signs || rendered === undefined) return response;
  const date = response.headers['Date'] as string;
  if (rendered.signature?.date !== date) {
    rendered.signature = { date, header: shared.signer.sign(date, rendered.byteLength, rendered.text) };
  }
  return {
    ...response,
    headers: { ...response.headers, 'X-Truework-Signature': rendered.signature.header },
  };
}

function applyFault({ fault, shared }: ApiCall, response: ApiResponse): ApiResponse {
  return fault === undefined ? response : applyToResponse(fault, response, shared.signer);
}
