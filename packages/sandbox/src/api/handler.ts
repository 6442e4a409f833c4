import type { OperationTypes } from '../generated/operations.gen.ts';
import type { UseCase } from '../generated/types.gen.ts';
import { ApiError, type TransportFault } from '../http/index.ts';
import type { ReportShape } from '../people/index.ts';
import type { OperationId } from '../spec/index.ts';
import type { Rendered, Tenant, VerificationRecord } from '../state/index.ts';

/** What a handler may use. */
export interface HandlerContext {
  /** The tenant that the request's key belongs to. */
  readonly tenant: Tenant;
  /** URL of the request as the client sees it, for links to other pages. */
  readonly url: string;
  /** What happens when a verification is created for an unknown social security number. */
  readonly unknownPeople: UnknownPeople;
  /** The `use_case` of requests without one. */
  readonly accountUseCase: UseCase;
  /** What reports look like. */
  readonly reportShape: ReportShape;
}

/** `rejected`: 400, as in Truework's sandbox. `made-up`: it completes, with a made-up report. */
export type UnknownPeople = 'rejected' | 'made-up';

type Part = 'body' | 'path' | 'query' | 'headers';
type Parts<Request> = { [Name in Part & keyof Request]-?: WithPage<NonNullable<Request[Name]>> };
/** The spec has a default for each. */
type WithPage<Values> = Values & { [Name in keyof Values & ('limit' | 'offset')]-?: number };
type HandlerResponses<Responses> = {
  [Status in keyof Responses]: {
    status: Status;
    body: Responses[Status] | Rendered<Responses[Status]>;
    /** What is sent instead of the body, once the body is validated. */
    shown?: object;
    /** What happens to the connection instead of the response. The operation has taken effect. */
    transport?: TransportFault | undefined;
  };
}[keyof Responses];

/** Handles one operation. The request was validated against the spec before. Throw an `ApiError` for an error response. */
export type Handler<Id extends OperationId> = (
  request: Parts<OperationTypes[Id]['request']>,
  context: HandlerContext,
) => HandlerResponses<OperationTypes[Id]['responses']>;

/** A handler for every operation of the spec. */
export type Handlers = { [Id in OperationId]: Handler<Id> };

/**
 * A verification of the tenant.
 *
 * @throws {@link ApiError} 404 if it has no verification with this id.
 */
export function findVerification(id: string, tenant: Tenant): VerificationRecord {
  const verification = tenant.verifications.find(id);
  if (verification === undefined) throw new ApiError(404, 'Not found.');
  return verification;
}

/**
 * The fields that the `fields` parameter asks for, in the order of the body. All of them if it is absent; names that the
 * body does not have are ignored.
 */
export function onlyFields<Body extends object>(body: Body, fields: string | undefined): Body {
  if (fields === undefined) return body;
  const wanted = new Set(fields.split(','));
  return Object.fromEntries(Object.entries(body).filter(([name]) => wanted.has(name))) as Body;
}
