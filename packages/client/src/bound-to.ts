import type { Connection } from './connection.ts';
import { ConfigurationError } from './errors.ts';
import { asCall } from './result.ts';

/**
 * Binds functions that take a connection first to a connection. With too many arguments, their calls reject: options among them would have
 * no effect.
 */
export function boundTo(connection: Connection) {
  return <Rest extends unknown[], Value>(run: (connection: Connection, ...rest: Rest) => Value) =>
    (...rest: Rest): Value => {
      const most = run.length - 1;
      const hasMore = rest.slice(most).some((more) => more !== undefined);
      return run(hasMore ? rejecting(connection, most) : connection, ...rest);
    };
}

function rejecting(connection: Connection, most: number): Connection {
  const error = new ConfigurationError(`Too many arguments: this method takes ${most}, its options last.`);
  return { ...connection, call: () => asCall(Promise.reject(error), {}) };
}
