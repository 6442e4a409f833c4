import type { Connection } from './connection.ts';

/** Makes methods of functions that take a connection first. */
export function boundTo(connection: Connection) {
  return <Rest extends unknown[], Value>(run: (connection: Connection, ...rest: Rest) => Value) =>
    (...rest: Rest): Value =>
      run(connection, ...rest);
}
