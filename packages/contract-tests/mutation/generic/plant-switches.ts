import type { CodeMutant } from './code-mutants.ts';

/** A mutant that can be switched on by its number. */
export interface Switched {
  readonly id: number;
  readonly mutant: CodeMutant;
}

/** A source in which each of the mutants is active while `mutantIsActive` of the process says so of its number. */
export function plantSwitches(source: string, switched: readonly Switched[]): string {
  const targets = new Map<string, Switched[]>();
  for (const one of switched) {
    const { start, end, form } = one.mutant;
    const key = `${start}-${end}-${form}`;
    targets.set(key, [...(targets.get(key) ?? []), one]);
  }
  // The outermost first. At one location a property or a statement is around its expression.
  const nested = [...targets.values()].sort(([a], [b]) => {
    if (a === undefined || b === undefined) return 0;
    return a.mutant.start - b.mutant.start || b.mutant.end - a.mutant.end || rank(a.mutant) - rank(b.mutant);
  });
  let next = 0;
  const write = (start: number, end: number): string => {
    let text = '';
    let at = start;
    for (let target = nested[next]; target !== undefined; target = nested[next]) {
      const [first] = target;
      if (first === undefined || first.mutant.start >= end) break;
      next += 1;
      const { mutant } = first;
      text += source.slice(at, mutant.start);
      text += withSwitch(target, write(mutant.start, mutant.end));
      at = mutant.end;
    }
    return text + source.slice(at, end);
  };
  // On the last line, so that all others keep their numbers. A function is there before the modules that import each other run.
  return `${write(0, source.length)}\nfunction isMutant_(id) { return globalThis.mutantIsActive?.(id) === true; }\n`;
}

function rank({ form }: CodeMutant): number {
  return form === 'expression' ? 1 : 0;
}

function withSwitch(target: readonly Switched[], inside: string): string {
  const [{ mutant: { form } = {} } = {}] = target;
  const isActive = target.map(({ id }) => `isMutant_(${id})`).join(' || ');
  switch (form) {
    case 'statement':
      // In a block, so that an `else` after it belongs to the `if` before it.
      return `{ if (!(${isActive})) { ${inside} } }`;
    case 'property':
      return `...(${isActive} ? {} : { ${inside} })`;
    case 'element':
      return `...(${isActive} ? [] : [${inside}])`;
    case 'body':
      return `{ if (${isActive}) return; ${inside.slice(1)}`;
    default: {
      const others = target.map(({ id, mutant }) => `isMutant_(${id}) ? (${mutant.replacement}) : `).join('');
      return `(${others}(${inside}))`;
    }
  }
}
