import type {
  CredentialsSessionInput,
  Truework,
} from '@truework-legacy/client';
import { webhookHandler } from '@truework-legacy/client/webhooks';
import { Hono } from 'hono';

/** A stand-in for your table of loans. */
export const applications = new Map<
  string,
  { sessionToken: string; verificationId?: string }
>();

export function createServer(truework: Truework, webhookToken: string): Hono {
  const app = new Hono();

  // Your page asks for a token when the applicant presses the button.
  app.post('/loans/:loan/session', async (c) => {
    const target: CredentialsSessionInput['target'] = await c.req.json();
    const session = await truework.credentials.createSession({
      type: 'employment-income',
      permissible_purpose: 'credit-application',
      use_case: 'mortgage',
      metadata: { loan: c.req.param('loan') },
      target,
    });
    applications.set(c.req.param('loan'), { sessionToken: session.token });
    return c.json({ sessionToken: session.token });
  });

  const receive = webhookHandler({
    token: webhookToken,
    on: {
      'verification_request.state.change': ({ data }) => {
        for (const application of applications.values()) {
          if (application.sessionToken !== data.credentials_session_token)
            continue;
          application.verificationId = data.verification_request_id;
          console.log('webhook:', data.state);
        }
      },
    },
  });
  app.post('/webhooks/truework', (c) => receive(c.req.raw));

  return app;
}
