import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';

/** A node of a page, as far as it matters here. */
interface HtmlNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
}

/** A page, as programs read it. */
export interface MarkdownPage {
  readonly title: string;
  readonly description: string;
  readonly markdown: string;
}

const toMarkdown = unified()
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: '-', fences: true, rule: '-' });

/**
 * The Markdown twin of a page: all that it says, with its code, without what only a browser needs.
 *
 * @param twinOf - Where the twin of the page at an address is. Links lead from twin to twin.
 */
export function markdownPage(html: string, twinOf: (path: string) => string): MarkdownPage {
  const root = unified().use(rehypeParse).parse(html) as HtmlNode;
  const title = textOf(find(root, (node) => node.tagName === 'h1'));
  const description = String(
    find(root, (node) => node.properties?.['name'] === 'description')?.properties?.['content'] ?? '',
  );
  const content = find(root, (node) => hasClass(node, 'sl-markdown-content'));
  const body = { type: 'root', children: (content?.children ?? []).flatMap((node) => cleaned(node, twinOf)) };
  const tree = toMarkdown.runSync(body as never);
  return { title, description, markdown: toMarkdown.stringify(tree as never) };
}

function cleaned(node: HtmlNode, twinOf: (path: string) => string): HtmlNode[] {
  const { tagName = '', properties = {}, children = [] } = node;
  if (node.type === 'comment' || /^(script|style|link|noscript|h1)$/.test(tagName)) return [];
  if (
    properties['dataPagefindIgnore'] === '' ||
    ['sl-anchor-link', 'sr-only', 'choices', 'sample-example'].some((name) => hasClass(node, name))
  ) {
    return [];
  }
  if (tagName === 'svg') return valuesOf(node);
  if (hasClass(node, 'expressive-code')) return codeBlock(node);
  // Which fields it is in, without counting the levels of headings.
  if (hasClass(node, 'field-name'))
    return [{ ...node, children: [element('code', [text(`${properties['id']}`)])] }];
  const href = properties['href'];
  if (typeof href === 'string') properties['href'] = href.startsWith('/') ? twinOf(href) : href;
  // Its heading links to itself, and the line above folded facts repeats them.
  const shown = hasClass(node, 'section-heading')
    ? (children[0]?.children ?? [])
    : children.filter((child) => !(hasClass(node, 'facts') && child.tagName === 'summary'));
  const inside = apart(shown.flatMap((child) => cleaned(child, twinOf)));
  if (tagName === 'dl') return [element('ul', entriesOf(inside))];
  if (tagName === 'td' || tagName === 'dd') return [{ ...node, children: inside.flatMap(inLine) }];
  if (hasClass(node, 'field-head')) {
    const [name, ...marks] = inside.filter(({ type }) => type === 'element');
    const line = marks.flatMap((mark, index) => (index === 0 ? [mark] : [text(', '), mark]));
    return [...(name ? [name] : []), element('p', line)];
  }
  // What is said above a fold is a line of its own.
  if (tagName === 'summary') return [element('p', inside)];
  return [node.children ? { ...node, children: inside } : node];
}

function element(tagName: string, children: HtmlNode[]): HtmlNode {
  return { type: 'element', tagName, properties: {}, children };
}

function text(value: string): HtmlNode {
  return { type: 'text', value };
}

/** Puts a space between words that only a style keeps apart. */
function apart(nodes: HtmlNode[]): HtmlNode[] {
  const isInLine = (node: HtmlNode | undefined) => /^(a|code|span|strong|small)$/.test(node?.tagName ?? '');
  return nodes.flatMap((node, index) =>
    isInLine(node) && isInLine(nodes[index - 1]) ? [text(' '), node] : [node],
  );
}

/** A paragraph in a line of its own, as words in a line. */
function inLine(node: HtmlNode): HtmlNode[] {
  return node.tagName === 'p' ? [text(' '), ...(node.children ?? [])] : [node];
}

/** The terms of a list, each in a line with what is said about it. */
function entriesOf(nodes: HtmlNode[]): HtmlNode[] {
  const parts = nodes.flatMap((node) => (node.tagName === 'div' ? (node.children ?? []) : [node]));
  const entries: HtmlNode[][] = [];
  for (const [index, { tagName, children = [] }] of parts.entries()) {
    if (tagName === 'dt') entries.push([...children]);
    if (tagName === 'dd')
      entries.at(-1)?.push(text(parts[index - 1]?.tagName === 'dt' ? ': ' : ' '), ...children);
  }
  return entries.map((entry) => element('li', entry));
}

/** What a picture shows, as its label says it. An icon shows nothing. */
function valuesOf({ properties }: HtmlNode): HtmlNode[] {
  const label = properties?.['ariaLabel'];
  if (typeof label !== 'string') return [];
  return [
    element(
      'ul',
      label.split('; ').map((value) => element('li', [text(value)])),
    ),
  ];
}

/** A block of code, as it is copied from the page, below its title. */
function codeBlock(block: HtmlNode): HtmlNode[] {
  const language = find(block, ({ tagName }) => tagName === 'pre')?.properties?.['dataLanguage'] ?? 'text';
  const code = find(block, ({ properties }) => properties?.['dataCode'] !== undefined);
  // Expressive Code keeps each line break as a character that HTML does not change.
  const value = String(code?.properties?.['dataCode'] ?? textOf(block)).replaceAll('\u007f', '\n');
  const inner = { ...element('code', [text(value)]), properties: { className: [`language-${language}`] } };
  const title = textOf(find(block, (node) => hasClass(node, 'title')));
  const isFile = /^\S+\.\w+$/.test(title);
  const heading = isFile ? [element('code', [text(title)]), text(':')] : [text(`${title}:`)];
  return [...(title === '' ? [] : [element('p', heading)]), element('pre', [inner])];
}

function find(node: HtmlNode, matches: (node: HtmlNode) => boolean): HtmlNode | undefined {
  if (matches(node)) return node;
  for (const child of node.children ?? []) {
    const found = find(child, matches);
    if (found) return found;
  }
  return undefined;
}

function hasClass({ properties }: HtmlNode, name: string): boolean {
  return [properties?.['className']].flat().includes(name);
}

function textOf(node: HtmlNode | undefined): string {
  return node ? (node.value ?? (node.children ?? []).map(textOf).join('')) : '';
}
