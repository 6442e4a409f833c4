import type { Call } from '../reference/try-it.ts';
import { colouredJson } from './coloured-json.ts';
import { pastRequests, remember } from './history.ts';
import { nextCallHref, reportedBy } from './next-call.ts';
import { codeOf, isThisMachine, Rejection, requestOf, requestUrl, type Values } from './request.ts';

// The console of an operation's page. It sends nothing before its user says so. It keeps, in the tab, which requests were sent.

const details = one<HTMLDetailsElement>('.try-it');
const form = one('form', details) as HTMLFormElement;
const status = one('[role=status] p', details);
const responseView = one('.try-it-response', details);
const call = JSON.parse(details.dataset['call'] ?? '') as Call;

const longestWaitMs = 60_000;

/** The origin of the page, if a sandbox serves it. */
let sandbox: string | undefined;
let looked: Promise<void> | undefined;
let pdf = '';

details.addEventListener('toggle', () => lookForSandbox());
form.addEventListener('input', (event) => {
  const { dataset, value } = event.target as HTMLSelectElement;
  if (dataset['fills']) input(dataset['fills']).value = value;
  showUrl();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  // Sent twice, it would create two verifications.
  if (form.ariaBusy !== 'true') send();
});
for (const button of form.querySelectorAll<HTMLButtonElement>('[data-copies]')) {
  button.addEventListener('click', () => copy(button));
}
addEventListener('hashchange', listen);
listen();
showUrl();
showHistory();

/** Takes over what the address of the page says. */
function listen(): void {
  const reported = reportedBy(location.hash);
  if (!reported) return;
  details.open = true;
  for (const [name, value] of reported) {
    const [location = '', field = ''] = name.split(/\.(.*)/);
    if (location === 'body' && location in form.elements) {
      const body = input(location);
      body.value = JSON.stringify({ ...JSON.parse(body.value), [field]: value }, null, 2);
    } else if (/^(path|server)$/.test(location) && name in form.elements) {
      input(name).value = value;
    }
  }
  showUrl();
  one('#try-it').scrollIntoView();
  // With all it needs, the request can be sent at once.
  one(reported.size > 0 ? 'button' : 'summary', details).focus({ preventScroll: true });
}

/** Asks the page's own server, once, whether it is a sandbox. */
function lookForSandbox(): Promise<void> {
  looked ??= (async () => {
    if (location.origin === call.server) return;
    const health = await fetch('/_sandbox/health').then((found) => found.json());
    if (health.status !== 'ok') return;
    sandbox = location.origin;
    const server = input('server');
    if (server.value === call.server) server.value = sandbox;
    showUrl();
  })().catch(() => undefined);
  return looked;
}

async function send(): Promise<void> {
  clearRejection();
  form.ariaBusy = 'true';
  try {
    await lookForSandbox();
    const { url, init } = requestOf(call, values(), sandbox);
    await exchange(url, init);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    reject(error);
  } finally {
    form.ariaBusy = 'false';
  }
}

/** Copies the request as code, if it could be sent. */
async function copy(button: HTMLButtonElement): Promise<void> {
  clearRejection();
  const label = button.textContent;
  try {
    const language = button.dataset['copies'] as 'curl' | 'typescript';
    const code = codeOf(language, call, values(), requestOf(call, values(), sandbox));
    await navigator.clipboard.writeText(code);
    status.textContent = `Copied as ${label}, with the key.`;
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    reject(error);
  }
}

function showHistory(): void {
  const past = pastRequests();
  const history = one('.try-it-history', details);
  history.hidden = past.length === 0;
  one('summary', history).textContent = `Requests of this tab: ${past.length}`;
  one('ol', history).replaceChildren(
    ...past.map(({ method, path, status: code, milliseconds, href }) =>
      element(
        'li',
        {},
        element('a', { href }, `${method} ${path}`),
        element('span', { className: code < 400 ? 'try-it-good' : 'try-it-bad' }, ` ${code}`),
        ` ${milliseconds} ms`,
      ),
    ),
  );
}

function clearRejection(): void {
  for (const rejected of form.querySelectorAll('[aria-invalid]')) {
    rejected.removeAttribute('aria-invalid');
    rejected.removeAttribute('aria-describedby');
    one('#try-it\\.rejection').remove();
  }
}

function reject({ input: name, message }: Rejection): void {
  clear('');
  const rejected = input(name);
  const reason = element(
    'p',
    { id: 'try-it.rejection', className: 'try-it-rejection', role: 'alert' },
    message,
  );
  rejected.after(reason);
  rejected.ariaInvalid = 'true';
  rejected.setAttribute('aria-describedby', reason.id);
  rejected.focus();
}

async function exchange(url: string, init: RequestInit): Promise<void> {
  clear('Waiting for the response …');
  const begun = performance.now();
  let response: Response;
  let body: Blob;
  try {
    response = await fetch(url, {
      ...init,
      // A request that contains a social security number must not follow a redirect to another server.
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(longestWaitMs),
    });
    body = await response.blob();
  } catch (error) {
    await explain(new URL(url).origin, error as Error);
    return;
  }
  await show(response, body, performance.now() - begun);
}

async function show(response: Response, body: Blob, spent: number): Promise<void> {
  const milliseconds = Math.round(spent);
  note(response, milliseconds);
  const described = document.getElementById(`response.${response.status}`);
  const title = described?.textContent.trim() ?? `${response.status} ${response.statusText}`;
  const meaning = described?.nextElementSibling;
  status.replaceChildren(
    element('strong', { className: response.ok ? 'try-it-good' : 'try-it-bad' }, title),
    ` in ${milliseconds} ms. ${meaning?.textContent.trim() ?? ''}`,
  );
  if (response.headers.get('Content-Type') === 'application/pdf') {
    pdf = URL.createObjectURL(body);
    const download = `${call.id}.pdf`;
    responseView.append(
      element('p', {}, element('a', { href: pdf, download }, `Download ${download}`), `, ${body.size} bytes`),
    );
  } else {
    showText(response, await body.text());
  }
  responseView.append(headersOf(response));
  responseView.hidden = false;
}

function note({ url, status: code }: Response, milliseconds: number): void {
  const { pathname, search } = new URL(url);
  const ids = [...values()].filter(([name]) => name.startsWith('path.'));
  remember({
    method: call.method,
    path: `${pathname}${search}`,
    status: code,
    milliseconds,
    href: `${location.pathname}#try-it?${new URLSearchParams(ids)}`,
  });
  showHistory();
}

function showText(response: Response, text: string): void {
  const shown = element('pre', { tabIndex: 0, role: 'region', ariaLabel: 'Response body' });
  try {
    const body: unknown = JSON.parse(text);
    shown.append(colouredJson(JSON.stringify(body, null, 2)));
    responseView.append(shown, nextCalls(response, body));
  } catch {
    shown.append(text);
    responseView.append(shown);
  }
}

function nextCalls({ status: code, url }: Response, body: unknown): Node {
  const { origin } = new URL(url);
  const server = origin === (sandbox ?? call.server) ? undefined : origin;
  const links = (call.next[code] ?? []).flatMap((next) => {
    const href = nextCallHref(next, body, server);
    return href ? [element('li', {}, element('a', { href }, next.text))] : [];
  });
  return links.length > 0
    ? element(
        'div',
        { className: 'try-it-next' },
        element('p', {}, 'With this response:'),
        element('ul', {}, ...links),
      )
    : new DocumentFragment();
}

function headersOf({ headers }: Response): Node {
  const shown = [...headers];
  return element(
    'details',
    { className: 'fold' },
    element('summary', {}, `${shown.length} headers`),
    element(
      'dl',
      {},
      ...shown.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
    ),
  );
}

async function explain(server: string, error: Error): Promise<void> {
  if (error.name === 'TimeoutError') {
    clear(
      `No response within ${longestWaitMs / 1000} seconds. It is not known whether the request took effect.`,
    );
    return;
  }
  // Says whether something is there at all, of which the page may not read a word.
  const listens = await fetch(server, { mode: 'no-cors', cache: 'no-store', credentials: 'omit' }).then(
    () => true,
    () => false,
  );
  clear(`No response from ${server}.`);
  one(`[data-explains=${listens ? 'unreadable' : 'silence'}]`, details).hidden = false;
  one('[data-origin]', details).textContent = location.origin;
  one('[data-only-away]', details).hidden = isThisMachine(location.hostname);
  one<HTMLAnchorElement>('[data-here]', details).href = `${server}${location.pathname}#try-it`;
}

/** Removes what came of the last request. */
function clear(now: string): void {
  status.textContent = now;
  responseView.hidden = true;
  responseView.replaceChildren();
  for (const explanation of details.querySelectorAll<HTMLElement>('[data-explains]'))
    explanation.hidden = true;
  URL.revokeObjectURL(pdf);
}

function showUrl(): void {
  const filled = values();
  one('[data-url]', form).textContent = requestUrl(
    call,
    filled,
    (filled.get('server') ?? '').replace(/\/+$/, ''),
  );
}

function values(): Values {
  const entries = [...new FormData(form)] as [string, string][];
  return new Map(entries.map(([name, value]) => [name, name === 'body' ? value : value.trim()]));
}

function input(name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function one<Found extends HTMLElement>(selector: string, within: ParentNode = document): Found {
  return within.querySelector(selector) as Found;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}
