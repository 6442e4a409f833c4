import * as client from '@truework-legacy/client';
import * as signatures from '@truework-legacy/client/signatures';
import * as checks from '@truework-legacy/client/validation';
import * as webhooks from '@truework-legacy/client/webhooks';
import * as migrate from '@truework-legacy/migrate';
import * as sandbox from '@truework-legacy/sandbox';
import * as zod from '@truework-legacy/zod';
import * as laterRequest from '@truework-legacy/zod/2023-10-30/request';
import * as laterResponse from '@truework-legacy/zod/2023-10-30/response';
import * as mini from '@truework-legacy/zod/mini';
import * as miniRequest from '@truework-legacy/zod/mini/request';
import * as miniResponse from '@truework-legacy/zod/mini/response';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';

/** A type of each entry point that has types. */
export type Types = [
  client.Verification,
  signatures.SignatureKey,
  checks.Drift,
  webhooks.WebhookDelivery,
  migrate.Note,
  sandbox.SandboxOptions,
  zod.Verification,
  request.VerificationInput,
  response.Verification,
  miniRequest.VerificationInput,
  miniResponse.Verification,
  laterRequest.TargetEmployerOrderInput,
  laterResponse.Order,
];

/** A value of each entry point that can be both imported and required. */
export const values: Readonly<Record<string, unknown>> = {
  '@truework-legacy/client': client.createTruework,
  '@truework-legacy/client/signatures': signatures.signatureVerifier,
  '@truework-legacy/client/validation': checks.standardSchemas,
  '@truework-legacy/client/webhooks': webhooks.readEvent,
  '@truework-legacy/migrate': migrate.toOrder,
  '@truework-legacy/sandbox': sandbox.createSandbox,
  '@truework-legacy/zod': zod.toApiErrorBody,
  '@truework-legacy/zod/2023-10-30/request': laterRequest.TargetEmployerOrderInput,
  '@truework-legacy/zod/2023-10-30/response': laterResponse.Order,
  '@truework-legacy/zod/mini': mini.toApiErrorBody,
  '@truework-legacy/zod/mini/request': miniRequest.VerificationInput,
  '@truework-legacy/zod/mini/response': miniResponse.Verification,
  '@truework-legacy/zod/request': request.VerificationInput,
  '@truework-legacy/zod/response': response.Verification,
};
