import { SandboxError } from '../errors/index.ts';
import type { Report } from '../generated/types.gen.ts';
import { ApiError, type ApiRequest, type ApiResponse } from '../http/index.ts';
import { RateWindow, Rendered } from '../state/index.ts';
import { durationMs } from '../time/index.ts';
import { ApiCall, type ApiParts, type ApiShared, type Outcome } from './api-call.ts';
import { apiRouter, handle, render, requestSteps, respond, responseSteps } from './steps.ts';
import { SpecBreachError } from './validate-response.ts';

/** The API itself: requests in, responses out, over the state of the tenants. */
export class Api {
  readonly #shared: ApiShared;

  constructor(parts: ApiParts) {
    const { perAddress } = parts.tenants.rateLimits;
    const addressRates = perAddress === false ? undefined : new RateWindow(perAddress);
    this.#shared = { ...parts, addressRates, printed: new Set() };
  }

  /** Whether a path belongs to the API, whatever the method. */
  owns(pathname: string): boolean {
    return apiRouter.find(pathname) !== undefined;
  }

  /** Responds to a request. Never throws: a failure of the sandbox itself is a 500 that says so. */
  respond(request: ApiRequest): ApiResponse | Promise<ApiResponse> {
    const call = new ApiCall(request, this.#shared);
    try {
      const outcome = outcomeOf(call);
      const isPdf = call.mediaType === 'application/pdf' && outcome.status === 200;
      if (isPdf || call.fault?.type === 'latency') return this.#respondLater(call, outcome, isPdf);
      return this.#log(call, responseOf(call, outcome));
    } catch (error) {
      return this.#log(call, failure(call, error));
    }
  }

  /** Responds once the PDF is made and the latency has passed. */
  async #respondLater(call: ApiCall, outcome: Outcome, isPdf: boolean): Promise<ApiResponse> {
    const { tenant } = call.known();
    try {
      const response = isPdf ? await pdfResponseOf(call, outcome) : responseOf(call, outcome);
      if (call.fault?.type === 'latency') await tenant.time.sleep(durationMs(call.fault.duration));
      return this.#log(call, response);
    } catch (error) {
      return this.#log(call, failure(call, error));
    }
  }

  #log(call: ApiCall, response: ApiResponse): ApiResponse {
    const { log, changes } = this.#shared;
    log.add({
      atMs: call.now(),
      key: call.tenant?.key,
      request: call.request,
      operation: call.operation?.id,
      response,
      fault: call.fault?.type,
      milliseconds: performance.now() - call.begunMs,
    });
    changes.bump();
    return response;
  }
}

function outcomeOf(call: ApiCall): Outcome {
  try {
    for (const step of requestSteps) {
      const outcome = step(call);
      if (outcome !== undefined) return outcome;
    }
    return handle(call);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.body, headers: error.headers };
  }
}

function responseOf(call: ApiCall, outcome: Outcome): ApiResponse {
  return finished(call, jsonResponse(call, outcome, render(call, outcome)));
}

async function pdfResponseOf(call: ApiCall, outcome: Outcome): Promise<ApiResponse> {
  const { reportPdf } = await import('./report-pdf.ts');
  const body = await reportPdf(outcome.body as Report);
  return finished(call, respond(call, outcome, 'application/pdf', { body, byteLength: body.length }));
}

function jsonResponse(call: ApiCall, outcome: Outcome, rendered: Rendered<unknown> | undefined): ApiResponse {
  const content = rendered && { body: rendered.text, byteLength: rendered.byteLength };
  return respond(call, outcome, 'application/json', content);
}

function finished(call: ApiCall, response: ApiResponse): ApiResponse {
  return responseSteps.reduce((made, step) => step(call, made), response);
}

/** The 500 that says that the sandbox itself failed. */
function failure(call: ApiCall, error: unknown): ApiResponse {
  const path = call.known().operation.segments.join('/');
  printOnce(`The sandbox failed on ${call.request.method} ${path}:`, error, call.shared.printed);
  const isKnown = error instanceof SpecBreachError || error instanceof SandboxError;
  const reason = isKnown ? error.message : 'Its log says why';
  const message = `The sandbox itself failed. ${reason.replace(/\.$/, '')}.`;
  return jsonResponse(call, { status: 500 }, Rendered.of({ error: { message } }));
}

/** Prints a failure the first time that it happens. A caller that retries would fill the log with it. */
function printOnce(what: string, error: unknown, printed: Set<string>): void {
  const failure = `${what} ${String(error)}`;
  if (printed.has(failure) || printed.size >= 1000) return;
  printed.add(failure);
  console.error(what, error);
}
