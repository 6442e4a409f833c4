import type { DefinePlugin } from '@hey-api/openapi-ts';

/** What an operation does beyond sending a request, written by hand in the client. */
export interface Behavior {
  /** The module, as the generated files see it. */
  readonly from: string;
  /** A function of that module. Called with the connection, it returns more parts of the request. */
  readonly name: string;
  /** Fields of the response that it needs. They are asked for beside those that a caller asks for. */
  readonly fields: readonly string[];
}

interface Config {
  readonly name: 'truework-client';
  /** By operationId. */
  readonly behavior?: Readonly<Record<string, Behavior>>;
}

export type ClientPlugin = DefinePlugin<Config, Config>;
