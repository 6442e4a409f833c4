import type { Fault, FaultTable } from '../faults/index.ts';
import type { ApiRequest, RequestLog, TransportFault } from '../http/index.ts';
import type { ResponseSigner } from '../seed/index.ts';
import type { SpecOperation } from '../spec/index.ts';
import type { Changes, RateWindow, Rendered, Tenant, Tenants } from '../state/index.ts';
import type { HandlerContext } from './handler.ts';
import type { ParameterValues } from './request-validation.ts';

/** The parts of a sandbox that its API uses. */
export interface ApiParts {
  tenants: Tenants;
  faults: FaultTable;
  signer: ResponseSigner;
  log: RequestLog;
  changes: Changes;
  options: ApiOptions;
}

/** How the API behaves. */
export interface ApiOptions extends Pick<HandlerContext, 'unknownPeople' | 'accountUseCase' | 'reportShape'> {
  /** Whether responses are signed. */
  signs: boolean;
  /** Whether every response is validated against the spec before it is sent. */
  validatesResponses: boolean;
}

/** What all requests share. */
export interface ApiShared extends ApiParts {
  /** Counts requests by address. Undefined if nothing limits them. */
  readonly addressRates: RateWindow | undefined;
  /** The failures of the sandbox itself that were printed: each is printed once. */
  readonly printed: Set<string>;
}

/** The result of an operation, before it is a response. */
export interface Outcome {
  status: number;
  body?: unknown;
  /** What is sent instead of the body, once the body is validated. */
  shown?: object;
  headers?: Readonly<Record<string, string>>;
  transport?: TransportFault | undefined;
}

/** A request on its way through the API, and what the steps have found out about it. */
export class ApiCall {
  readonly shared: ApiShared;
  readonly request: ApiRequest;
  readonly pathname: string;
  readonly query: string;
  readonly begunMs = performance.now();
  operation: SpecOperation | undefined;
  /** The parameters in the path, decoded. */
  path: Readonly<Record<string, string>> = {};
  tenant: Tenant | undefined;
  fault: Fault | undefined;
  mediaType: string | undefined;
  parameters: ParameterValues = {};
  /** The JSON body of the request. */
  body: unknown;
  /** The JSON body of the response. */
  rendered: Rendered<unknown> | undefined;

  constructor(request: ApiRequest, shared: ApiShared) {
    this.request = request;
    this.shared = shared;
    const { target } = request;
    const mark = `${target}?`.indexOf('?');
    this.pathname = target.slice(0, mark);
    this.query = target.slice(mark + 1);
  }

  /** The operation and the tenant, once they are known. */
  known(): { operation: SpecOperation; tenant: Tenant } {
    return { operation: this.operation as SpecOperation, tenant: this.tenant as Tenant };
  }

  /** The time on the clock of the key, milliseconds since 1970, UTC. */
  now(): number {
    try {
      return this.tenant?.now() ?? this.shared.tenants.now();
    } catch {
      // A clock that was given and fails. The response says so.
      return Date.now();
    }
  }
}
