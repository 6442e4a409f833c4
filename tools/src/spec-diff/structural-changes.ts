import { isDeepStrictEqual } from 'node:util';
import { below, hasMembers, type Members, namesFollow, reference, valueAt } from './pointer.ts';

/** A difference between two bundles, whatever it means. */
export interface StructuralChange {
  /** Where a reader finds it: a pointer into the revision, or into the base where it was removed. */
  site: string;
  kind: 'added' | 'removed' | 'modified' | 'reordered';
  /** Where the value itself is in the base. Not the site where the site only refers to it. */
  base?: string;
  /** The same in the revision. */
  revision?: string;
  before?: unknown;
  after?: unknown;
}

/** A value in one of the two bundles, with the place where it really is. */
interface Located {
  value: unknown;
  pointer: string;
}

/** Values that are read as a whole: what is inside them is no part of the contract's structure. */
const wholes = new Set(['example', 'value', 'default', 'const', 'security', 'x-source']);

/**
 * Every difference between two bundles. A component is compared where it is defined, not again where it is referred to;
 * where a reference leads elsewhere than before, what it leads to is compared as well.
 */
export function findStructuralChanges(base: Members, revision: Members): StructuralChange[] {
  const changes: StructuralChange[] = [];
  const comparedReferences = new Set<string>();

  function compare(before: Located, after: Located, site: string, named: boolean): void {
    if (isDeepStrictEqual(before.value, after.value)) return;
    if (hasMembers(before.value) && hasMembers(after.value)) {
      const [from, to] = [reference(before.value), reference(after.value)];
      if (named || from === to) compareMembers(membersOf(before), membersOf(after), site, named);
      else compareWhatIsMeant(before, after, from, to, site);
    } else if (isListOfObjects(before.value) && isListOfObjects(after.value)) {
      compareLists(before, after, site);
    } else {
      compareWholes(before, after, site);
    }
  }

  function compareWhatIsMeant(
    before: Located,
    after: Located,
    from: string | undefined,
    to: string | undefined,
    site: string,
  ): void {
    const place = below(site, '$ref');
    const old = { value: from, pointer: below(before.pointer, '$ref') };
    const now = { value: to, pointer: below(after.pointer, '$ref') };
    if (from === undefined) addOrRemove(undefined, now, place);
    else if (to === undefined) addOrRemove(old, undefined, place);
    else compareWholes(old, now, place);
    const pair = `${from ?? before.pointer} ${to ?? after.pointer}`;
    if (comparedReferences.has(pair)) return;
    comparedReferences.add(pair);
    compareMembers(resolvedMembersOf(base, before), resolvedMembersOf(revision, after), site, false);
  }

  function compareMembers(
    before: Map<string, Located>,
    after: Map<string, Located>,
    site: string,
    named: boolean,
  ): void {
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      // Whoever compares what is meant has said already that the reference is another one.
      if (name === '$ref' && !named) continue;
      const [old, now, place] = [before.get(name), after.get(name), below(site, name)];
      if (old === undefined || now === undefined) addOrRemove(old, now, place);
      else if (!named && wholes.has(name)) compareWholes(old, now, place);
      else compare(old, now, place, !named && namesFollow(name));
    }
  }

  function compareWholes(before: Located, after: Located, site: string): void {
    if (isDeepStrictEqual(before.value, after.value)) return;
    const kind = isSameInOtherOrder(before.value, after.value) ? 'reordered' : 'modified';
    changes.push({ ...sides(before, after), site, kind });
  }

  /** Pairs the items that are about the same thing, then the rest in their order. */
  function compareLists(before: Located, after: Located, site: string): void {
    const olds = itemsOf(base, before);
    const news = itemsOf(revision, after);
    const pairs = olds.flatMap((old) => {
      const now = news.find(({ identity }) => identity === old.identity);
      return now === undefined ? [] : [{ old, now }];
    });
    const restOfOlds = olds.filter((item) => !pairs.some(({ old }) => old === item));
    const restOfNews = news.filter((item) => !pairs.some(({ now }) => now === item));
    if (restOfOlds.length === 0 && restOfNews.length === 0 && pairs.some(({ old, now }) => old.at !== now.at))
      changes.push({ ...sides(before, after), site, kind: 'reordered' });
    for (const { old, now } of pairs) compare(old, now, below(site, now.at), false);
    for (let at = 0; at < Math.max(restOfOlds.length, restOfNews.length); at++) {
      const [old, now] = [restOfOlds[at], restOfNews[at]];
      const place = below(site, (now ?? old)?.at ?? at);
      if (old === undefined || now === undefined) addOrRemove(old, now, place);
      else compare(old, now, place, false);
    }
  }

  function addOrRemove(before: Located | undefined, after: Located | undefined, site: string): void {
    if (before !== undefined)
      changes.push({ site, kind: 'removed', base: before.pointer, before: before.value });
    if (after !== undefined)
      changes.push({ site, kind: 'added', revision: after.pointer, after: after.value });
  }

  compare({ value: base, pointer: '#' }, { value: revision, pointer: '#' }, '#', false);
  return changes;
}

function sides(before: Located, after: Located) {
  return { base: before.pointer, revision: after.pointer, before: before.value, after: after.value };
}

function membersOf({ value, pointer }: Located): Map<string, Located> {
  return new Map(
    Object.entries(value as Members).map(([name, member]) => [
      name,
      { value: member, pointer: below(pointer, name) },
    ]),
  );
}

/** The members of what a node refers to, below its own: in OpenAPI 3.1 a schema may say more beside a reference. */
function resolvedMembersOf(document: Members, node: Located): Map<string, Located> {
  const target = reference(node.value as Members);
  if (target === undefined) return membersOf(node);
  const value = valueAt(document, target);
  if (!hasMembers(value)) return membersOf(node);
  return new Map([...resolvedMembersOf(document, { value, pointer: target }), ...membersOf(node)]);
}

function itemsOf(document: Members, list: Located): (Located & { at: number; identity: string })[] {
  return (list.value as Members[]).map((value, at) => {
    const target = reference(value);
    const meant = target === undefined ? value : ((valueAt(document, target) ?? value) as Members);
    return { value, at, pointer: below(list.pointer, at), identity: identityOf(meant, value) };
  });
}

/** What makes an item of a list the same one as before: a parameter's place and name, a server's URL, a tag's name. */
function identityOf(meant: Members, written: Members): string {
  if (typeof meant['in'] === 'string') return `${meant['in']} ${meant['name']}`;
  return String(meant['url'] ?? meant['name'] ?? JSON.stringify(written));
}

function isListOfObjects(value: unknown): value is Members[] {
  return Array.isArray(value) && value.every(hasMembers);
}

function isSameInOtherOrder(before: unknown, after: unknown): boolean {
  return Array.isArray(before) && Array.isArray(after) && isDeepStrictEqual(sorted(before), sorted(after));
}

function sorted(list: unknown[]): string[] {
  return list.map((item) => JSON.stringify(item)).sort();
}
