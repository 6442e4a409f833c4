import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };

interface Source {
  readonly level?: string;
  readonly values?: Readonly<Record<string, { readonly level: string }>>;
}

const levels = ['documented', 'documented-later', 'sdk', 'recorded', 'inferred'];

/** How many facts of the bundled spec are known from where: everything with a source of its own, values of enums included. */
export function factsByLevel(): { level: string; facts: number; seenAtVendor: number }[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, inside] of Object.entries(node)) {
      if (name !== 'x-source') visit(inside);
      else {
        const { level, values = {} } = inside as Source;
        if (level !== undefined) found.push(level);
        found.push(...Object.values(values).map((value) => value.level));
      }
    }
  };
  visit(openapi);
  return levels.map((level) => ({
    level,
    facts: found.filter((one) => one === level).length,
    seenAtVendor: 0,
  }));
}
