import type { Connection } from './connection.ts';

/** Binds functions that take a connection first to a connection. */
export function boundTo(connection: Connection) {
  return <Rest extends unknown[], Value>(run: (connection: Connection, ...rest: Rest) => Value) =>
    (...rest: Rest): Value =>
      run(connection, ...rest);
}
