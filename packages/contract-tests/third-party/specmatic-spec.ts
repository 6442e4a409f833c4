import { readFile } from 'node:fs/promises';
import { operationsOf, withoutOwnBounds } from '@truework-legacy/spec/document';
import { specFile } from './operation-names.ts';

// biome-ignore lint/suspicious/noExplicitAny: any JSON.
type Json = any;

/** What Specmatic cannot know of the data that it tests with. */
export interface KnownData {
  /** Social security numbers that the sandbox completes. */
  readonly socialSecurityNumbers: readonly string[];
  /** A report that can be reverified. */
  readonly reportId: string;
}

/**
 * The bundled spec as Specmatic can use it. What it gets wrong in 2.55.1 is taken out, and what follows from
 * the data and not from a schema is said in a schema. Each line is a part of the spec that this validator
 * does not check.
 */
export async function specForSpecmatic({ socialSecurityNumbers, reportId }: KnownData): Promise<Json> {
  const spec = strip(withoutOwnBounds(JSON.parse(await readFile(specFile, 'utf8'))));
  const { schemas, parameters } = spec.components;

  // A number that no list knows is rejected, and only a report of the verification is reverified.
  schemas.TargetInput.properties.social_security_number = { type: 'string', enum: socialSecurityNumbers };
  schemas.ReverificationInput.properties.report_id = { type: 'string', enum: [reportId] };
  // What has a fallback is not rejected, whatever is sent or left out.
  for (const parameter of Object.values<Json>(parameters)) {
    if (parameter['x-fallback'] !== undefined) parameter.schema = { type: 'string' };
  }
  for (const schema of Object.values<Json>(schemas)) {
    schema.required = schema.required?.filter((name: string) => !schema.properties[name]['x-fallback']);
  }
  // `sync` with a company is rejected.
  parameters.RequestSync.schema.enum = ['async'];
  // If null is allowed beside `format: email`, it makes up text that is not an email address.
  schemas.TargetInput.properties.contact_email = { type: 'string', enum: ['riley.sample@example.com'] };
  // Of a map in an anyOf, it takes no key at all.
  schemas.InvalidFields = { type: 'object', additionalProperties: true };
  for (const input of ['VerificationInput', 'CredentialsSessionInput', 'Verification']) {
    if (schemas[input].properties.metadata !== undefined) {
      schemas[input].properties.metadata = { $ref: '#/components/schemas/Metadata' };
    }
  }
  for (const { operation } of operationsOf(spec) as Json[]) {
    // With `fields`, a response is a part of its schema, which no schema says.
    operation.parameters = operation.parameters?.filter(({ $ref }: Json) => !/Fields$/.test($ref));
  }
  return spec;
}

/** Left out everywhere: examples, which it takes for tests; links, whose bodies it misreads; PDF. */
function strip(node: Json): Json {
  if (Array.isArray(node)) return node.map(strip);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries<Json>(node).filter(
    ([name, value]) => Array.isArray(value) || !['examples', 'links', 'application/pdf'].includes(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, strip(value)]));
}
