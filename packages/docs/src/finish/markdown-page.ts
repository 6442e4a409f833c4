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
  const { tagName = '', properties = {}, children } = node;
  if (node.type === 'comment' || /^(svg|script|style|link|noscript)$/.test(tagName)) return [];
  if (
    properties['dataPagefindIgnore'] === '' ||
    ['sl-anchor-link', 'sr-only', 'choices', 'sample-example'].some((name) => hasClass(node, name))
  ) {
    return [];
  }
  if (hasClass(node, 'expressive-code')) return [codeBlock(node)];
  const href = properties['href'];
  if (typeof href === 'string') properties['href'] = href.startsWith('/') ? twinOf(href) : href;
  const inside = children?.flatMap((child) => cleaned(child, twinOf));
  // What is said above a fold is a line of its own.
  if (tagName === 'summary')
    return [{ type: 'element', tagName: 'p', properties: {}, children: inside ?? [] }];
  return [inside ? { ...node, children: inside } : node];
}

/** A block of code, as it is copied from the page. */
function codeBlock(block: HtmlNode): HtmlNode {
  const language = find(block, ({ tagName }) => tagName === 'pre')?.properties?.['dataLanguage'] ?? 'text';
  const code = find(block, ({ properties }) => properties?.['dataCode'] !== undefined);
  // Expressive Code keeps each line break as a character that HTML does not change.
  const value = String(code?.properties?.['dataCode'] ?? textOf(block)).replaceAll('\u007f', '\n');
  const inner = {
    type: 'element',
    tagName: 'code',
    properties: { className: [`language-${language}`] },
    children: [{ type: 'text', value }],
  };
  return { type: 'element', tagName: 'pre', properties: {}, children: [inner] };
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
