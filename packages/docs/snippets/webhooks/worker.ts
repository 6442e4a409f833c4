import { webhookHandler } from '@truework-legacy/client/webhooks';

interface Env {
  readonly TRUEWORK_WEBHOOK_TOKEN: string;
  /** A queue, as `[[queues.producers]]` binds it. */
  readonly EVENTS: { send(message: unknown): Promise<unknown> };
}

let receive: ((request: Request) => Promise<Response>) | undefined;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (new URL(request.url).pathname !== '/webhooks/truework')
      return new Response(null, { status: 404 });
    receive ??= webhookHandler({
      token: env.TRUEWORK_WEBHOOK_TOKEN,
      on: {
        'verification_request.state.change': ({ data }) =>
          env.EVENTS.send(data),
      },
    });
    return await receive(request);
  },
};
