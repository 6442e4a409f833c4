import { nearestWord } from './nearest-word.ts';

// Search over everything, from files of this site. Nothing is loaded before it is opened.

interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title: string };
  readonly sub_results: readonly Part[];
}

interface Part {
  readonly title: string;
  readonly url: string;
  readonly excerpt: string;
  readonly weighted_locations: readonly { readonly balanced_score: number }[];
}

interface Results {
  readonly results: readonly { data(): Promise<Found> }[];
}

interface Pagefind {
  options(options: object): Promise<void>;
  search(query: string): Promise<Results>;
}

const opener = document.querySelector('[data-open-search]') as HTMLButtonElement;
const dialog = document.querySelector('dialog.search') as HTMLDialogElement;
const input = dialog.querySelector('input') as HTMLInputElement;
const list = dialog.querySelector('ol') as HTMLOListElement;
const count = dialog.querySelector('.search-count') as HTMLElement;
const base = dialog.dataset['base']?.replace(/\/$/, '') ?? '';
const shownPages = 8;
// A terse page without them can still be what is asked for.
const wordsOfQuestions =
  /(?<![\w-])(?:a|an|and|are|avoid|can|do|does|for|from|get|happens?|how|i|if|in|is|it|my|of|on|or|the|this|to|what|when|where|which|why|with)(?![\w-]) */g;

let pagefind: Promise<Pagefind> | undefined;
let words: Promise<string[]> | undefined;

opener.disabled = false;
opener.addEventListener('click', open);
addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return;
  event.preventDefault();
  if (dialog.open) dialog.close();
  else open();
});
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog || (target as Element).closest('.search-results a')) dialog.close();
});
dialog.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const stops = [input, ...list.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement as HTMLInputElement);
  stops.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % stops.length)?.focus();
});
dialog.querySelector('form')?.addEventListener('submit', (event) => {
  const first = list.querySelector('a');
  if (event.submitter !== null && document.activeElement !== input) return;
  event.preventDefault();
  first?.click();
});
input.addEventListener('input', () => show(input.value.trim()));

function open(): void {
  dialog.showModal();
  pagefind ??= load();
}

async function load(): Promise<Pagefind> {
  const loaded: Pagefind = await import(/* @vite-ignore */ `${base}/pagefind/pagefind.js`);
  // A long page says as much about a word as a short one, and a whole word counts for more than its beginning.
  const ranking = { termFrequency: 0.3, pageLength: 0.3, termSimilarity: 5 };
  await loaded.options({ excerptLength: 18, baseUrl: `${base}/`, ranking });
  return loaded;
}

async function show(query: string): Promise<void> {
  if (query === '') {
    list.replaceChildren();
    count.textContent = '';
    return;
  }
  pagefind ??= load();
  words ??= fetch(`${base}/search-words.json`).then((response) => response.json());
  const asked = query.toLowerCase().replace(wordsOfQuestions, '').trim() || query;
  const meant = meantBy(asked, await words);
  const { results } = await resultsOf(await pagefind, meant ?? asked);
  const pages = await Promise.all(results.slice(0, shownPages).map((result) => result.data()));
  if (query !== input.value.trim()) return;
  const found = results.length === 1 ? '1 page' : `${results.length} pages`;
  count.textContent = meant === undefined ? found : `Nothing for “${query}”. For “${meant}”: ${found}`;
  list.replaceChildren(...pages.map(entryOf));
}

/** The pages with all words of a query. If no page has them all, those with its rarest word. */
async function resultsOf({ search }: Pagefind, query: string): Promise<Results> {
  const all = await search(query);
  if (all.results.length > 0 || !query.includes(' ')) return all;
  const each = await Promise.all(query.split(/\s+/).map((word) => search(word)));
  const [rarest = all] = each
    .filter(({ results }) => results.length > 0)
    .sort((a, b) => a.results.length - b.results.length);
  return rarest;
}

/** What a query was to be, if no page has one of its words. */
function meantBy(query: string, known: readonly string[]): string | undefined {
  const meant = query.replace(/[a-z_-]{4,}/g, (word) =>
    known.some((one) => one.startsWith(word)) ? word : (nearestWord(word, known) ?? word),
  );
  return meant === query ? undefined : meant;
}

function entryOf({ url, meta, excerpt, sub_results }: Found): HTMLLIElement {
  const item = document.createElement('li');
  const score = ({ weighted_locations }: Part) =>
    weighted_locations.reduce((sum, { balanced_score }) => sum + balanced_score, 0);
  const parts = sub_results
    .filter((part) => part.url.includes('#') && part.title !== meta.title)
    .sort((a, b) => score(b) - score(a))
    .slice(0, 3);
  item.append(linkTo(url, meta.title, parts.length === 0 ? excerpt : ''));
  item.append(...parts.map((part) => linkTo(part.url, part.title, part.excerpt)));
  return item;
}

function linkTo(url: string, title: string, excerpt: string): HTMLAnchorElement {
  const link = Object.assign(document.createElement('a'), { href: url });
  const text = document.createElement('span');
  // Escaped where the index was made, with a mark around what was found.
  text.innerHTML = excerpt;
  if (text.textContent.startsWith(`${title}.`)) removeStart(text, title.length + 1);
  link.append(Object.assign(document.createElement('strong'), { textContent: title }), text);
  return link;
}

/** Removes the first letters of a text. */
function removeStart(element: HTMLElement, letters: number): void {
  for (let rest = letters; rest > 0; ) {
    const [first] = element.childNodes;
    const text = first?.textContent ?? '';
    if (first && text.length > rest) first.textContent = text.slice(rest);
    else first?.remove();
    rest -= text.length;
  }
}
