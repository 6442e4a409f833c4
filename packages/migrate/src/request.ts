import type { UseCase } from './generated/types.gen.ts';
import type { Note, Notes } from './note.ts';

/** A request of 2023-10-30, ready to be sent. */
export interface OrderRequest<Path extends string, Body> {
  /** The method to send it with. */
  readonly method: Path extends `${string}/cancel` ? 'PUT' : 'POST';
  /** The path to send it to, after the base URL. */
  readonly path: Path;
  /** The body to send, as JSON. */
  readonly body: Body;
}

/** What a request of 2019-10-15 becomes. */
export interface ConvertedRequest<Request> {
  /** Undefined if something must be supplied or cannot be converted. The notes of kind `supply` and `reject` say what. */
  readonly request: Request | undefined;
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/** What 2023-10-30 requires and a request of 2019-10-15 may not have. It never replaces a field of the request. */
export interface Supplied {
  /** The use case that Truework set for your account. Every create requires it. */
  readonly use_case?: UseCase | undefined;
  /** The person's date of birth, `YYYY-MM-DD`. Required without a company, and for a login. */
  readonly date_of_birth?: string | undefined;
  /** The person's email address. Required for a login, and used for nothing else. */
  readonly contact_email?: string | undefined;
  /** The name of the company, if the request has only its id. */
  readonly company_name?: string | undefined;
  /** Your own key, ideally unique. Find the order by it if the response is lost. It appears in URLs. */
  readonly search_key?: string | undefined;
}

/** The request, unless a note stops it. */
export function unlessStopped<Request>(request: Request, notes: Notes): ConvertedRequest<Request> {
  return { request: notes.stop ? undefined : request, notes: notes.list };
}
