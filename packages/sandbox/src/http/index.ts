export { ApiError } from './api-error.ts';
export type { ApiRequest, ApiResponse, SandboxEntry, TransportFault } from './api-request.ts';
export { checkKey, readBearerKey } from './bearer-key.ts';
export { corsHeaders, crossSiteProblem, readOrigin } from './cross-site.ts';
export { fetchFrom } from './fetch.ts';
export { curlCommand, isForLanding, landing } from './landing.ts';
export { Lifecycle } from './lifecycle.ts';
export { type ListenOptions, listen, type SandboxServer } from './listen.ts';
export { isLocalName, isLoopback } from './local-name.ts';
export { depthLimit, isDeeper, readJsonBody } from './request-body.ts';
export { requestJson, requestText } from './request-line.ts';
export {
  type LoggedBody,
  type LoggedCall,
  type LoggedRequest,
  loggedRequest,
  RequestLog,
} from './request-log.ts';
export { Router } from './routes.ts';
export { shortKey, tenantId } from './tenant-name.ts';
