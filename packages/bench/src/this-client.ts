import { createTruework, type TrueworkOptions } from '@truework-legacy/client';
import { standardSchemas } from '@truework-legacy/client/validation';
import { validation } from '@truework-legacy/zod';
import type { Access, SevenOperations } from './peers/peer.ts';

/** This client, as its users write it. The pace of ten requests per second is off: it would be all that is measured. */
export function connect(access: Access): SevenOperations {
  return operationsOf(access, {});
}

/**
 * This client, with request and response validated.
 *
 * @param onWarning - Called with a warning if a response is not as the spec says.
 */
export function connectValidated(
  access: Access,
  onWarning: NonNullable<TrueworkOptions['onWarning']> = () => {},
): SevenOperations {
  return operationsOf(access, { validation: standardSchemas(validation), onWarning });
}

function operationsOf({ baseUrl, token, fetch }: Access, options: Partial<TrueworkOptions>): SevenOperations {
  // As the platform's own, which is what most users have: of a custom one, no length of a response is believed.
  globalThis.fetch = fetch;
  const client = createTruework({ token, environment: baseUrl, rateLimiter: false, ...options });
  return {
    createCredentialsSession: (body) => client.credentials.createSession(body as never),
    listVerifications: async (query) => client.verifications.list(query),
    createVerification: (body) => client.verifications.create(body as never),
    getVerification: (id) => client.verifications.get(id),
    reverifyVerification: (id, body) => client.verifications.reverify(id, body as never),
    cancelVerification: (id, body) => client.verifications.cancel(id, body as never),
    getReport: (id, reportId) => client.reports.get(id, reportId),
  };
}
