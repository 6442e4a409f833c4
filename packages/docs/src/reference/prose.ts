import { Marked } from 'marked';
import { reference } from './reference.ts';

export interface Prose {
  /** Markdown to HTML, in paragraphs. */
  paragraphs(markdown: string): string;
  /** Markdown to HTML, in one line. */
  line(markdown: string): string;
}

/** Renders the words of the API description; the id of an operation becomes a link to its page. */
export function createProse(hrefs: ReadonlyMap<string, string>): Prose {
  const marked = new Marked({
    renderer: { html: ({ text }) => escapeMarkup(text) },
    extensions: hrefs.size > 0 ? [operationLinks(hrefs)] : [],
  });
  return {
    paragraphs: (markdown) => marked.parse(markdown, { async: false }),
    line: (markdown) => marked.parseInline(markdown, { async: false }),
  };
}

export const prose = createProse(new Map(reference.pages.map(({ id, href }) => [id, href])));

/** The first sentence, without markup: what a search engine shows. */
export function firstSentence(markdown: string): string {
  const text = markdown.replace(/[`*]/g, '').replace(/\s+/g, ' ').trim();
  return text.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? text;
}

function operationLinks(hrefs: ReadonlyMap<string, string>) {
  const word = new RegExp(`\\b(${[...hrefs.keys()].map(literally).join('|')})\\b`);
  return {
    name: 'operationLink',
    level: 'inline' as const,
    start: (source: string) => source.match(word)?.index,
    tokenizer(source: string) {
      const match = source.match(word);
      return match?.index === 0 ? { type: 'operationLink', raw: match[0] } : undefined;
    },
    renderer: ({ raw }: { raw: string }) => `<a href="${hrefs.get(raw)}">${raw}</a>`,
  };
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
