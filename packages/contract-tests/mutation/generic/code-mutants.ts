import { parseAst } from 'rolldown/parseAst';

/** One small change of a written source, such as a comparison that also holds for equal values. */
export interface CodeMutant {
  /** From the root of the repository. */
  readonly file: string;
  readonly line: number;
  /** The line as it is, without the spaces around it. */
  readonly code: string;
  readonly kind: string;
  /** What changes, such as `> to >=`. */
  readonly change: string;
  /** Which part of the source gets a switch, and how. */
  readonly start: number;
  readonly end: number;
  readonly form: 'expression' | 'statement' | 'property' | 'element' | 'body';
  /** What stands there while the mutant is active. Absent if nothing does. */
  readonly replacement?: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [name: string]: unknown;
}

const comparisons: Record<string, string> = {
  '>': '>=',
  '>=': '>',
  '<': '<=',
  '<=': '<',
  '===': '!==',
  '!==': '===',
};
const arithmetic: Record<string, string> = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
const opposites = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['min', 'max'],
  ['max', 'min'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
]);
/** Methods whose result is of the kind that they are called on. */
const dispensable = [
  'trim',
  'toLowerCase',
  'toUpperCase',
  'slice',
  'filter',
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
];

/**
 * Every mutant of a source. No list of ours decides what may go wrong: conditions are dropped, bounds shifted, constants changed, properties,
 * elements and calls left out.
 */
export function codeMutants(file: string, source: string): CodeMutant[] {
  const mutants: CodeMutant[] = [];
  const lines = source.split('\n');
  const lineAt = lineFinder(source);
  const textOf = ({ start, end }: Node) => source.slice(start, end);
  const add = (
    kind: string,
    target: Node,
    change: string,
    replacement?: string,
    form: CodeMutant['form'] = 'expression',
  ) => {
    const line = lineAt(target.start);
    const { start, end } = target;
    const code = lines[line - 1]?.trim() ?? '';
    mutants.push({
      file,
      line,
      code,
      kind,
      change: shortened(change),
      start,
      end,
      form,
      ...(replacement !== undefined && { replacement }),
    });
  };
  const replace = (kind: string, target: Node, replacement: string) =>
    add(kind, target, `${textOf(target)} to ${replacement}`, replacement);
  const drop = (kind: string, target: Node, form: CodeMutant['form']) =>
    add(kind, target, `without ${textOf(target)}`, undefined, form);

  /** A condition never holds, always holds, or holds without one of its parts. */
  const condition = (test: Node) => {
    replace('condition', test, 'true');
    replace('condition', test, 'false');
  };
  const literal = (node: Node, parent: Node) => {
    const { value } = node;
    const isCompared = parent.type === 'BinaryExpression';
    if (typeof value === 'boolean') replace('constant', node, String(!value));
    else if (typeof value === 'number' && !(isCompared && (parent['operator'] as string) in comparisons))
      replace('constant', node, String(value + 1));
    else if (typeof value === 'string' && !isCompared)
      replace('text', node, value === '' ? "'mutant'" : "''");
    else if (node['regex'] !== undefined) {
      const { pattern, flags } = node['regex'] as { pattern: string; flags: string };
      if (pattern.startsWith('^')) replace('pattern', node, `/${pattern.slice(1) || '(?:)'}/${flags}`);
      if (pattern.endsWith('$')) replace('pattern', node, `/${pattern.slice(0, -1) || '(?:)'}/${flags}`);
      if (flags.includes('i')) replace('pattern', node, `/${pattern}/${flags.replace('i', '')}`);
    }
  };
  const binary = (node: Node, isTest: boolean) => {
    const operator = node['operator'] as string;
    const [left, right] = [node['left'] as Node, node['right'] as Node];
    // In parentheses, because those of the source are not part of a node.
    const written = (by: string) => `(${textOf(left)}) ${by} (${textOf(right)})`;
    const isEquality = operator === '===' || operator === '!==';
    const other = comparisons[operator];
    // Where a condition is replaced by true and false, its opposite says nothing more.
    if (other !== undefined && !(isEquality && isTest))
      add('comparison', node, `${operator} to ${other} in ${textOf(node)}`, written(other));
    const reckoned = arithmetic[operator];
    const isText = (side: Node): boolean =>
      side.type === 'TemplateLiteral' ||
      typeof side['value'] === 'string' ||
      (side.type === 'BinaryExpression' && [side['left'], side['right']].some((it) => isText(it as Node)));
    if (reckoned !== undefined && !isText(left) && !isText(right))
      add('arithmetic', node, `${operator} to ${reckoned} in ${textOf(node)}`, written(reckoned));
  };
  const call = (node: Node, isInChain: boolean) => {
    const callee = node['callee'] as Node;
    if (callee['property'] === undefined || callee['computed'] === true || isInChain) return;
    const property = callee['property'] as Node;
    const name = textOf(property);
    const opposite = opposites.get(name);
    if (opposite !== undefined)
      add(
        'call',
        node,
        `${name} to ${opposite} in ${textOf(node)}`,
        `${source.slice(node.start, property.start)}${opposite}${source.slice(property.end, node.end)}`,
      );
    const object = callee['object'] as Node;
    if (dispensable.includes(name)) replace('call', node, textOf(object));
  };

  /** Collects the mutants of a node and of what is in it. */
  const visit = (node: Node, parent: Node, { isTest = false, isInChain = false } = {}): void => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'TemplateElement':
      case 'TaggedTemplateExpression':
        return;
      case 'Literal':
        literal(node, parent);
        return;
      case 'IfStatement':
      case 'ConditionalExpression':
        condition(node['test'] as Node);
        break;
      case 'WhileStatement':
        replace('condition', node['test'] as Node, 'false');
        break;
      case 'LogicalExpression': {
        const [left, right] = [node['left'] as Node, node['right'] as Node];
        replace('condition', node, textOf(left));
        replace('condition', node, textOf(right));
        break;
      }
      case 'BinaryExpression':
        binary(node, isTest);
        break;
      case 'UnaryExpression':
        if (['!', '-'].includes(node['operator'] as string) && !isTest)
          replace('condition', node, textOf(node['argument'] as Node));
        break;
      case 'CallExpression':
        call(node, isInChain);
        break;
      case 'ChainExpression': {
        const optional = optionalIn(node, source);
        if (optional !== undefined) add('condition', node, `?. to . in ${textOf(node)}`, optional);
        break;
      }
      case 'TemplateLiteral':
        replace('text', node, "''");
        break;
      case 'ObjectExpression':
        for (const property of node['properties'] as Node[])
          if (property['kind'] !== 'get' && property['kind'] !== 'set')
            drop('property', property, 'property');
        break;
      case 'ArrayExpression':
        for (const element of node['elements'] as (Node | null)[])
          if (element !== null) drop('element', element, 'element');
        break;
      case 'ExpressionStatement': {
        const { type } = node['expression'] as Node;
        if (['CallExpression', 'AwaitExpression', 'AssignmentExpression', 'UpdateExpression'].includes(type))
          drop('statement', node, 'statement');
        break;
      }
      case 'ThrowStatement':
        drop('statement', node, 'statement');
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression': {
        const body = node['body'] as Node | null;
        const statements = (body?.['body'] as Node[] | undefined) ?? [];
        if (body?.type === 'BlockStatement' && statements.length > 0 && parent['kind'] !== 'constructor')
          add('body', body, `return at once from ${nameOf(node, parent, source)}`, undefined, 'body');
        break;
      }
    }
    for (const [name, child] of childrenOf(node)) {
      visit(child, node, {
        isTest: name === 'test' || (isTest && node.type === 'LogicalExpression'),
        isInChain:
          node.type === 'ChainExpression' ||
          (isInChain && (name === 'callee' || name === 'object' || name === 'expression')),
      });
    }
  };
  const program = parseAst(source, { lang: 'ts' }) as unknown as Node;
  visit(program, program);
  return mutants;
}

/** The nodes in a node that are evaluated. Names of properties and types are not. */
function childrenOf(node: Node): [name: string, child: Node][] {
  if (node.type.startsWith('TS') && !/^TS(?:As|Satisfies|NonNull)Expression$/.test(node.type)) return [];
  return Object.entries(node).flatMap(([name, inside]): [string, Node][] => {
    const isName =
      (name === 'key' || name === 'property') && node['computed'] !== true && node.type !== 'ChainExpression';
    if (isName || /^(?:source|typeAnnotation|typeArguments|typeParameters|returnType|decorators)$/.test(name))
      return [];
    const nodes = (Array.isArray(inside) ? inside : [inside]) as unknown[];
    return nodes.filter(isNode).map((child) => [name, child]);
  });
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** A chain without the first of its question marks. Undefined if its first is an optional call or index. */
function optionalIn({ start, end }: Node, source: string): string | undefined {
  const text = source.slice(start, end);
  const planted = text.replace(/\?\.(?![[(])/, '.');
  return planted === text ? undefined : planted;
}

function nameOf(node: Node, parent: Node, source: string): string {
  const named = (node['id'] ?? parent['key'] ?? parent['id']) as Node | null | undefined;
  if (named) return source.slice(named.start, named.end);
  return 'a function';
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

function lineFinder(source: string): (offset: number) => number {
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    return next === -1 ? starts.length : next;
  };
}
