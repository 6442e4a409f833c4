import { prism } from './prism.ts';
import { respect } from './respect.ts';
import { specmatic } from './specmatic.ts';
import type { ThirdPartyValidator } from './validator.ts';

/** The validators that run with every test: they come with the other packages, and take seconds. */
export const quickValidators: readonly ThirdPartyValidator[] = [prism, respect];

/** All validators. Specmatic needs Java and 85 MB of its own, and takes half the time of all tests of this package. */
export const validators: readonly ThirdPartyValidator[] = [...quickValidators, specmatic];
