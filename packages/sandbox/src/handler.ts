import type { Clock } from './clock.ts';
import type { OperationTypes } from './generated/operations.gen.ts';
import type { Ids } from './ids.ts';
import type { OperationId } from './spec.ts';
import type { Store } from './store.ts';

/** What a handler may use. */
export interface HandlerContext {
  readonly store: Store;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Names the account that the request's key belongs to. */
  readonly account: string;
  /** Scheme, host and path of the request as the client sees them, for links to other pages. */
  readonly url: string;
}

type Part = 'body' | 'path' | 'query' | 'headers';
type Parts<Request> = { [Name in Part & keyof Request]-?: NonNullable<Request[Name]> };
type Answers<Responses> = {
  [Status in keyof Responses]: { status: Status; body: Responses[Status] };
}[keyof Responses];

/** Answers one operation. The request was checked against the spec before. Refuses by throwing an `ApiError`. */
export type Handler<Id extends OperationId> = (
  request: Parts<OperationTypes[Id]['request']>,
  context: HandlerContext,
) => Answers<OperationTypes[Id]['responses']>;

/** A handler for every operation of the spec. */
export type Handlers = { [Id in OperationId]: Handler<Id> };
