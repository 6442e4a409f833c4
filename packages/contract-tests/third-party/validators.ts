import { prism } from './prism.ts';
import { respect } from './respect.ts';
import { specmatic } from './specmatic.ts';
import type { ThirdPartyValidator } from './validator.ts';

/** All validators. Respect runs with every test. Specmatic needs Java and 85 MB of its own. */
export const validators: readonly ThirdPartyValidator[] = [prism, respect, specmatic];
