import {
  ConfigurationError,
  type Connection,
  cancelVerification,
  connect,
  createCredentialsSession,
  createVerification,
  reverifyVerification,
  ValidationError,
} from '@truework-legacy/client';
import { standardSchemas } from '@truework-legacy/client/validation';
import { createSandbox } from '@truework-legacy/sandbox';
import { validation } from '@truework-legacy/zod';
import { type Exchange, recording } from './exchange.ts';
import { orderWithoutCompany } from './orders.ts';
import { operationsOfTheSpec, type SpecOperation } from './spec-operations.ts';
import { testKey } from './target.ts';

/** What became of a body. */
export interface Verdict {
  /** HTTP status of the sandbox's answer. */
  readonly status: number;
  /** Whether the sandbox refused the value at the path, or anything in or around it. */
  readonly isRefused: boolean;
  /** Whether the client, with validators, kept the body from being sent. */
  readonly isHeldBack: boolean;
}

/** A client with validators and a sandbox, to which bodies are sent that may be wrong in one place. */
export class BodySender {
  readonly #sandbox = createSandbox({ checkAnswers: false, rateLimit: false, clock: { now: () => 0 } });
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
   * @param path - The members that lead to the value in question.
   */
  async send(operation: string, body: unknown, path: readonly string[]): Promise<Verdict> {
    const id = operation === 'cancelVerification' ? await this.#order() : 'AAAAAAAATiIAB';
    this.#exchanges.length = 0;
    const failure = await call(this.#checking, operation, id, body);
    const isHeldBack =
      (failure instanceof ValidationError || failure instanceof ConfigurationError) &&
      this.#exchanges.length === 0;
    if (isHeldBack) await call(this.#plain, operation, id, body);
    // What is no object is not sent without validators either.
    if (isHeldBack && this.#exchanges.length === 0) await this.#sendByHand(operation, id, body);
    const { response } = this.#exchanges[0] ?? { response: { status: 0, body: '{}' } };
    return { status: response.status, isRefused: isRefused(response, path), isHeldBack };
  }

  close(): Promise<void> {
    return this.#sandbox.close();
  }

  async #sendByHand(operation: string, id: string, body: unknown): Promise<void> {
    const { method, path } = operationsOfTheSpec().find((known) => known.id === operation) as SpecOperation;
    await this.#fetch(new URL(path.replace(/{\w+}/, id), 'http://127.0.0.1:4019'), {
      method,
      headers: { Authorization: `Bearer ${testKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #order(): Promise<string> {
    const { id } = await createVerification(this.#plain, orderWithoutCompany);
    return id;
  }
}

async function call(connection: Connection, operation: string, id: string, body: unknown): Promise<unknown> {
  const input = body as never;
  const calls: Record<string, () => PromiseLike<unknown>> = {
    createCredentialsSession: () => createCredentialsSession(connection, input),
    createVerification: () => createVerification(connection, input),
    cancelVerification: () => cancelVerification(connection, id, input),
    reverifyVerification: () => reverifyVerification(connection, id, input),
  };
  const start = calls[operation];
  if (start === undefined)
    throw new Error(
      `No call is written for ${operation}: add it here, in packages/contract-tests/src/body-sender.ts.`,
    );
  try {
    await start();
    return undefined;
  } catch (error) {
    return error;
  }
}

function isRefused({ status, body }: { status: number; body: string }, path: readonly string[]): boolean {
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
