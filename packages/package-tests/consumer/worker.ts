import { use } from './use.js';

/** A worker, as Cloudflare runs them. `workerd test` calls it. */
export default {
  async test(_controller: unknown, { SANDBOX }: { SANDBOX: string }) {
    console.log(JSON.stringify(await use(SANDBOX)));
  },
};
