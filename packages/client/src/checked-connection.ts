import { describe, hasMethods, isObject } from './check-options.ts';
import type { Connection } from './connection.ts';
import { ConfigurationError } from './errors.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { CallRequest, Operation } from './operation.ts';
import type { CallOptions } from './options.ts';
import { asCall, type Call } from './result.ts';

/**
 * The connection of a function of this package.
 *
 * @param caller - The function that was called with it, for the message.
 * @throws {@link ConfigurationError} if it is not a connection, for example because the argument was forgotten.
 */
export function checkedConnection(caller: string, connection: Connection): Connection {
  const isConnection = ignoringErrors(() => hasMethods(connection, ['call']) && isObject(connection.clock));
  if (isConnection) return connection;
  throw new ConfigurationError(
    `${caller}: the first argument must be a connection made by connect(), not ${describe(connection)}.`,
  );
}

/** Makes a call. Rejects, and never throws, if it is not a connection. */
export function callOn<Data>(
  connection: Connection,
  operation: Operation,
  request: CallRequest,
  options?: CallOptions,
): Call<Data> {
  try {
    return checkedConnection(operation.id, connection).call(operation, request, options);
  } catch (error) {
    return asCall(Promise.reject(error), {});
  }
}
