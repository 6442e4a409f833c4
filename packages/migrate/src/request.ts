import type { UseCase } from './generated/types.gen.ts';
import type { Note, Notes } from './note.ts';

/** A request of 2023-10-30, ready to be sent. */
export interface OrderRequest<Path extends string, Body> {
  readonly method: Path extends `${string}/cancel` ? 'PUT' : 'POST';
  readonly path: Path;
  readonly body: Body;
}

/** What a request of 2019-10-15 becomes. */
export interface ConvertedRequest<Request> {
  /** Undefined if something has to be supplied, or cannot be converted: the notes of kind `supply` and `reject` say what. */
  readonly request: Request | undefined;
  readonly notes: Note[];
}

/** What you know, and a request of 2019-10-15 may lack. What it has itself is never replaced. */
export interface Supplied {
  /** The use case that your account stood for. Required by every create. */
  readonly use_case?: UseCase | undefined;
  /** The person's date of birth, `YYYY-MM-DD`. Required without a company, and for a login. */
  readonly date_of_birth?: string | undefined;
  /** The person's email address. Required for a login, and added to nothing else. */
  readonly contact_email?: string | undefined;
  /** The name of a company of which the request has only the id. */
  readonly company_name?: string | undefined;
  /** A key of your own, best a unique one: the way to find the order if the response is lost. It stands in URLs. */
  readonly search_key?: string | undefined;
}

/** The request, unless a note stops it. */
export function unlessStopped<Request>(request: Request, notes: Notes): ConvertedRequest<Request> {
  return { request: notes.stop ? undefined : request, notes: notes.list };
}
