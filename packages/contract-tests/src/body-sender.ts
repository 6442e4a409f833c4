import {
  ConfigurationError,
  type Connection,
  connect,
  createVerification,
  ValidationError,
} from '@truework-legacy/client';
import { standardSchemas } from '@truework-legacy/client/validation';
import { createSandbox } from '@truework-legacy/sandbox';
import { validation } from '@truework-legacy/zod';
import { callWith, type Ids, idsIn, operationNamed, requestOf } from './calls.ts';
import { type Exchange, recording } from './exchange.ts';
import { testKey } from './system-under-test.ts';
import { inputWithoutCompany } from './verification-inputs.ts';

/** What became of a body. */
export interface Verdict {
  /** HTTP status of the sandbox's response. 0 if nothing was sent. */
  readonly status: number;
  /** The message of an error response that blames no field. */
  readonly message?: string | undefined;
  /** Whether the sandbox rejected the value at the path, or anything in or around it. */
  readonly isRejected: boolean;
  /** Whether the client, with validators, kept the body from being sent. */
  readonly isHeldBack: boolean;
}

/** A client with validators and a sandbox, to which bodies are sent that may be wrong in one location. */
export class BodySender {
  readonly #sandbox = createSandbox({ validateResponses: false, rateLimit: false, clock: { now: () => 0 } });
  readonly #exchanges: Exchange[];
  readonly #fetch: typeof globalThis.fetch;
  readonly #checking: Connection;
  readonly #plain: Connection;

  constructor() {
    ({ fetch: this.#fetch, exchanges: this.#exchanges } = recording(this.#sandbox.fetch));
    const options = { token: testKey, environment: 'local', fetch: this.#fetch, rateLimiter: false } as const;
    this.#checking = connect({ ...options, validation: standardSchemas(validation) });
    this.#plain = connect(options);
  }

  /**
   * Sends a body by the client, first with validators and, where these held it back, without.
   *
   * @param path - The fields that lead to the value in question.
   */
  async send(operation: string, body: unknown, path: readonly string[]): Promise<Verdict> {
    const ids = await this.#idsFor(operation);
    this.#exchanges.length = 0;
    const failure = await failureOf(callWith(operation, this.#checking, ids, body));
    const isHeldBack =
      (failure instanceof ValidationError || failure instanceof ConfigurationError) &&
      this.#exchanges.length === 0;
    if (isHeldBack) await failureOf(callWith(operation, this.#plain, ids, body));
    // A body that is not an object is not sent without validators either.
    if (isHeldBack && this.#exchanges.length === 0) await this.#sendByHand(operation, ids, body);
    const { response } = this.#exchanges[0] ?? { response: { status: 0, body: '{}' } };
    const { error } = JSON.parse(response.body) as { error?: { message: string; invalid_fields?: object } };
    return {
      status: response.status,
      ...(error !== undefined && error.invalid_fields === undefined && { message: error.message }),
      isRejected: isRejected(response, path),
      isHeldBack,
    };
  }

  close(): Promise<void> {
    return this.#sandbox.close();
  }

  async #sendByHand(operation: string, ids: Ids, body: unknown): Promise<void> {
    const { method, path } = requestOf(operation, ids);
    await this.#fetch(new URL(path, 'http://127.0.0.1:4019'), {
      method,
      headers: { Authorization: `Bearer ${testKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** A verification of its own for whatever asks for one, so that a right body is not rejected for its id. */
  async #idsFor(operation: string): Promise<Ids> {
    const [first] = idsIn(operationNamed(operation));
    if (first !== 'verification_request_id') return {};
    const { id } = await createVerification(this.#plain, inputWithoutCompany);
    return { [first]: id };
  }
}

async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error;
  }
}

function isRejected({ status, body }: { status: number; body: string }, path: readonly string[]): boolean {
  if (status !== 400) return false;
  const { error } = JSON.parse(body) as { error: { message: string; invalid_fields?: object } };
  if (path.length === 0)
    return error.invalid_fields !== undefined || error.message.startsWith('Invalid data');
  let inside: unknown = error.invalid_fields;
  for (const name of path) {
    if (Array.isArray(inside)) return true;
    inside = (inside as Record<string, unknown> | undefined)?.[name];
  }
  return inside !== undefined;
}
