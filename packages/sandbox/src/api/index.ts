export { Api } from './api.ts';
export type { UnknownPeople } from './handler.ts';
export { checkWebhook } from './validate-response.ts';
