import { nearestWord } from './nearest-word.ts';

// Search over everything, from files of this site. Nothing is loaded before it is opened.

interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title: string };
  readonly sub_results: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}

interface Pagefind {
  options(options: object): Promise<void>;
  search(query: string): Promise<{ readonly results: readonly { data(): Promise<Found> }[] }>;
}

const opener = document.querySelector('[data-open-search]') as HTMLButtonElement;
const dialog = document.querySelector('dialog.search') as HTMLDialogElement;
const input = dialog.querySelector('input') as HTMLInputElement;
const list = dialog.querySelector('ol') as HTMLOListElement;
const count = dialog.querySelector('.search-count') as HTMLElement;
const base = dialog.dataset['base']?.replace(/\/$/, '') ?? '';
const shownPages = 8;

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
  await loaded.options({ excerptLength: 18, baseUrl: `${base}/` });
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
  const meant = meantBy(query.toLowerCase(), await words);
  const { results } = await (await pagefind).search(meant ?? query);
  const pages = await Promise.all(results.slice(0, shownPages).map((result) => result.data()));
  if (query !== input.value.trim()) return;
  const found = results.length === 1 ? '1 page' : `${results.length} pages`;
  count.textContent = meant === undefined ? found : `Nothing for “${query}”. For “${meant}”: ${found}`;
  list.replaceChildren(...pages.map(entryOf));
}

/** The word that a query was to be, if it is a single one that no page has. */
function meantBy(query: string, known: readonly string[]): string | undefined {
  if (!/^[a-z_-]{4,}$/.test(query) || known.some((word) => word.startsWith(query))) return undefined;
  return nearestWord(query, known);
}

function entryOf({ url, meta, excerpt, sub_results }: Found): HTMLLIElement {
  const item = document.createElement('li');
  const parts = sub_results.filter((part) => part.url.includes('#') && part.title !== meta.title).slice(0, 3);
  item.append(linkTo(url, meta.title, parts.length === 0 ? excerpt : ''));
  item.append(...parts.map((part) => linkTo(part.url, part.title, part.excerpt)));
  return item;
}

function linkTo(url: string, title: string, excerpt: string): HTMLAnchorElement {
  const link = Object.assign(document.createElement('a'), { href: url });
  const text = document.createElement('span');
  // Escaped where the index was made, with a mark around what was found.
  text.innerHTML = excerpt;
  link.append(Object.assign(document.createElement('strong'), { textContent: title }), text);
  return link;
}
