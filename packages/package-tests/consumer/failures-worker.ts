import { createAt } from './failures.js';

/** A worker, as Cloudflare runs them. `workerd test` calls it. */
export default {
  async test(_controller: unknown, { SERVERS }: { SERVERS: string }) {
    console.log(JSON.stringify(await createAt(JSON.parse(SERVERS))));
  },
};
