import type { Judge } from './judge.ts';
import { openapiValidator } from './openapi-validator.ts';
import { prism } from './prism.ts';
import { respect } from './respect.ts';

/** The judges that run with every test: they come with the other packages, and take seconds. */
export const quickJudges: readonly Judge[] = [prism, respect, openapiValidator];

/** All judges. */
export const judges: readonly Judge[] = [...quickJudges];
