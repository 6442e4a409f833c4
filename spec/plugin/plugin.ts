import { boundOwners } from './bound-owners.ts';
import { bounds } from './bounds.ts';
import { enumDescriptions } from './enum-descriptions.ts';
import { errorResponses } from './error-responses.ts';
import { extensions } from './extensions.ts';
import { operationForm } from './operation-form.ts';
import { personalData } from './personal-data.ts';
import { retryClass } from './retry-class.ts';
import type { Rule } from './rule.ts';
import { sdkMethod } from './sdk-method.ts';
import { sources } from './sources.ts';

const rules: Record<string, Rule> = {
  'bound-owners': boundOwners,
  bounds,
  'enum-descriptions': enumDescriptions,
  'error-responses': errorResponses,
  extensions,
  'operation-form': operationForm,
  'personal-data': personalData,
  'retry-class': retryClass,
  'sdk-method': sdkMethod,
  sources,
};

/** What Redocly loads: this project's own lint rules, one per file. */
export default function plugin() {
  return { id: 'truework', rules: { oas3: rules } };
}
