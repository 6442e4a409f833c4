import document from '@truework-legacy/spec/openapi.json' with { type: 'json' };

/**
 * An example of the spec, whose data is made up and known to be valid.
 *
 * @param name - Its key in `components.examples`.
 * @throws If the spec has no example of that name.
 */
export function specExample(name: string): object {
  const examples: Record<string, { value: object }> = document.components.examples;
  const example = examples[name];
  if (example === undefined)
    throw new Error(
      `The spec has no example called "${name}". Those it has are in spec/components/examples.`,
    );
  return example.value;
}
