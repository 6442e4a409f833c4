import { html, nothing, render } from 'lit-html';
import { AdminError, callAdmin } from './admin-client.js';
import { clockStrip } from './views/clock.js';
import { codeBlock } from './views/code.js';
import { faultsView } from './views/faults.js';
import { requestsView } from './views/requests.js';
import { tenantView } from './views/tenant.js';
import { verificationsView } from './views/verifications.js';
import { webhooksView } from './views/webhooks.js';

/** @import * as Admin from '../src/generated/admin-types.gen.ts' */
/** @import { TemplateResult } from 'lit-html' */

/**
 * All that the page shows.
 *
 * @typedef {object} State
 * @property {'connecting' | 'live' | 'lost'} connection
 * @property {string} view
 * @property {Admin.Tenant[]} tenants - Last used first.
 * @property {number} keylessRequests - How many requests came without a valid key.
 * @property {string | undefined} tenant - Id of the tenant that is looked at.
 * @property {boolean} showsPersonalData
 * @property {boolean} showsKeyless - Whether the requests are those without a valid key.
 * @property {Admin.Clock | undefined} clock
 * @property {Admin.ClockEvent[] | undefined} events - What the last advance of the clock led to.
 * @property {Admin.LoggedRequest[] | undefined} requests
 * @property {{ count: number, results: Admin.Verification[] } | undefined} verifications - Those that the search finds.
 * @property {string} search - What verifications are searched for. Empty: all are shown.
 * @property {Admin.CredentialsSession[]} sessions
 * @property {Admin.WebhookEndpoint[]} targets
 * @property {Admin.Delivery[] | undefined} deliveries
 * @property {Admin.FaultRule[] | undefined} faults
 * @property {Admin.FaultCatalogue | undefined} catalogue
 * @property {string | undefined} fault - The fault that is chosen in the form.
 * @property {Admin.SigningKey | undefined} signingKey
 * @property {string | undefined} problem - What went wrong last, to show.
 */

/**
 * What a view may do.
 *
 * @typedef {object} Actions
 * @property {(path: string, options?: { method?: string, body?: unknown }) => Promise<any>} call - Calls the admin API for
 *   the tenant, and reads everything again. Undefined if there was an error, which is then shown.
 * @property {(change: Partial<State>) => void} set - Changes what is shown.
 */

/** @type {readonly { id: string, title: string, show: (state: State, actions: Actions) => TemplateResult, read: (state: State) => Promise<Partial<State>> }[]} */
const views = [
  {
    id: 'requests',
    title: 'Requests',
    show: requestsView,
    read: async (state) => {
      const path = state.showsKeyless ? 'requests/keyless' : 'requests';
      return { requests: (await read(state, personal(state, path))).results };
    },
  },
  {
    id: 'verifications',
    title: 'Verifications',
    show: verificationsView,
    read: async (state) => {
      const [verifications, sessions] = await Promise.all([
        read(state, personal(state, `verifications?limit=50&q=${encodeURIComponent(state.search)}`)),
        read(state, personal(state, 'credentials-sessions')),
      ]);
      return { verifications, sessions: sessions.results };
    },
  },
  {
    id: 'webhooks',
    title: 'Webhooks',
    show: webhooksView,
    read: async (state) => {
      const [targets, deliveries] = await Promise.all([
        read(state, 'webhook-endpoints'),
        read(state, personal(state, 'deliveries')),
      ]);
      return { targets: targets.results, deliveries: deliveries.results };
    },
  },
  {
    id: 'faults',
    title: 'Faults',
    show: faultsView,
    read: async (state) => {
      const [faults, catalogue] = await Promise.all([
        read(state, 'faults'),
        state.catalogue ?? read(state, 'faults/catalogue'),
      ]);
      return { faults: faults.results, catalogue };
    },
  },
  {
    id: 'tenant',
    title: 'Key',
    show: tenantView,
    read: async (state) => ({ signingKey: state.signingKey ?? (await read(state, 'signing-key')) }),
  },
];

const remembered = 'truework-sandbox-tenant';

/** What depends on the tenant, as long as nothing of it was read. */
const unread = {
  clock: undefined,
  events: undefined,
  requests: undefined,
  verifications: undefined,
  search: '',
  sessions: [],
  targets: [],
  deliveries: undefined,
  faults: undefined,
};

/** @type {State} */
let state = {
  connection: 'connecting',
  view: viewFromAddress(),
  tenants: [],
  keylessRequests: 0,
  tenant: sessionStorage.getItem(remembered) ?? undefined,
  showsPersonalData: false,
  showsKeyless: false,
  ...unread,
  catalogue: undefined,
  fault: undefined,
  signingKey: undefined,
  problem: undefined,
};

/** Counts readings, so that the response of an overtaken one is not shown. */
let readings = 0;

/** @type {Actions} */
const actions = {
  async call(path, options = {}) {
    try {
      const response = await callAdmin(path, { ...options, tenant: state.tenant });
      update({ problem: undefined });
      await readAll();
      return response;
    } catch (error) {
      update({ problem: describe(error) });
      return undefined;
    }
  },
  set(change) {
    update(change);
    readAll().catch((error) => update({ problem: describe(error) }));
  },
};

/** @param {Partial<State>} change */
function update(change) {
  state = { ...state, ...change };
  draw();
}

/**
 * @param {State} now
 * @param {string} path
 */
function read(now, path) {
  return callAdmin(path, { tenant: now.tenant });
}

/**
 * @param {State} now
 * @param {string} path
 */
function personal(now, path) {
  if (!now.showsPersonalData) return path;
  return `${path}${path.includes('?') ? '&' : '?'}personalData=shown`;
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof AdminError) return error.message;
  return 'The sandbox does not respond. Is it still running?';
}

function viewFromAddress() {
  const wanted = location.hash.slice(1);
  return views.some(({ id }) => id === wanted) ? wanted : 'requests';
}

/** Reads what the page shows now. */
async function readAll() {
  readings += 1;
  const mine = readings;
  const { results: tenants, keylessRequests } = await callAdmin('tenants');
  if (mine !== readings) return;
  const known = tenants.some((/** @type {Admin.Tenant} */ { id }) => id === state.tenant);
  if (!known) update({ ...unread, tenant: tenants[0]?.id });
  update({ tenants, keylessRequests });
  if (state.tenant === undefined && !state.showsKeyless) return;
  const view = views.find(({ id }) => id === state.view);
  const [clock, change] = await Promise.all([
    state.tenant === undefined ? undefined : read(state, 'clock'),
    view?.read(state),
  ]);
  if (mine === readings) update({ clock, ...change });
}

/** Follows the sandbox for as long as the page is open. */
async function follow() {
  /** @type {number | undefined} */
  let revision;
  for (;;) {
    try {
      /** @type {{ revision: number }} */
      const response = await callAdmin(revision === undefined ? 'changes' : `changes?since=${revision}`);
      if (response.revision !== revision || state.connection !== 'live') await readAll();
      revision = response.revision;
      if (state.connection !== 'live') update({ connection: 'live' });
      // Under load, a few pictures a second are enough.
      await pause(150);
    } catch {
      revision = undefined;
      update({ connection: 'lost' });
      await pause(1000);
    }
  }
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Keeps the clock going between changes. The time is the sandbox's: its clock may stand still. */
async function tick() {
  const { tenant, connection } = state;
  if (document.visibilityState !== 'visible' || tenant === undefined || connection !== 'live') return;
  const clock = await callAdmin('clock', { tenant }).catch(() => undefined);
  if (clock !== undefined && tenant === state.tenant) update({ clock });
}

function draw() {
  const root = /** @type {HTMLElement} */ (document.getElementById('app'));
  render(page(state), root);
}

/** @param {State} now */
function page(now) {
  const view = views.find(({ id }) => id === now.view) ?? views[0];
  const empty = now.tenant === undefined && !now.showsKeyless;
  return html`
    <a class="skip" href="#main" @click=${skipToMain}>Skip to the content</a>
    <header class="top">
      <h1><img src="favicon.svg" alt="" width="28" height="28" />Sandbox inspector</h1>
      ${connection(now)}
      <div class="top-controls">
        ${tenantPicker(now)}
        <button
          type="button"
          class="quiet"
          aria-pressed=${now.showsPersonalData}
          @click=${() => actions.set({ showsPersonalData: !now.showsPersonalData })}
        >
          Personal data
        </button>
      </div>
    </header>
    ${clockStrip(now, actions)}
    <nav aria-label="Views">
      ${views.map(
        ({ id, title }) =>
          html`<a href="#${id}" aria-current=${id === view?.id ? 'page' : nothing}>${title}</a>`,
      )}
    </nav>
    <main id="main" tabindex="-1">
      ${problem(now)} ${empty ? welcome(now) : view?.show(now, actions)}
    </main>
  `;
}

/** @param {Event} event */
function skipToMain(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** @param {State} now */
function connection({ connection: how }) {
  const words = { connecting: 'Connecting', live: 'Live', lost: 'Not running' }[how];
  return html`<p class="connection ${how}" role="status"><span class="dot"></span>${words}</p>`;
}

/** @param {State} now */
function tenantPicker({ tenants, tenant }) {
  if (tenants.length === 0) return nothing;
  return html`<label class="picker">
    <span>Key</span>
    <select @change=${chooseTenant}>
      ${tenants.map(({ id, key }) => html`<option value=${id} .selected=${id === tenant}>${key}</option>`)}
    </select>
  </label>`;
}

/** @param {Event & { currentTarget: HTMLSelectElement }} event */
function chooseTenant({ currentTarget }) {
  sessionStorage.setItem(remembered, currentTarget.value);
  actions.set({ ...unread, tenant: currentTarget.value, showsKeyless: false, problem: undefined });
}

/** @param {State} now */
function problem({ problem: words }) {
  return html`<div role="alert">
    ${
      words === undefined
        ? nothing
        : html`<p class="notice bad">
          ${words}
          <button type="button" class="quiet" @click=${() => update({ problem: undefined })}>Dismiss</button>
        </p>`
    }
  </div>`;
}

/** @param {State} now */
function welcome(now) {
  if (now.connection === 'connecting') return html`<p class="muted">Connecting to the sandbox …</p>`;
  return html`<section class="empty">
    <h2>No key has been used yet</h2>
    <p>
      Any bearer key that begins with <code>tw_sk_test_</code> is an account of its own. Send a first request, and the key appears
      here at once:
    </p>
    ${codeBlock(`curl ${location.origin}/verification-requests/ \\\n  -H 'Authorization: Bearer tw_sk_test_demo'`, 'First request')}
    ${
      now.keylessRequests === 0
        ? nothing
        : html`<p>
          ${now.keylessRequests} came without a valid key.
          <button type="button" @click=${() => actions.set({ showsKeyless: true })}>Show them</button>
        </p>`
    }
  </section>`;
}

addEventListener('hashchange', () => {
  if (location.hash === '#main') return;
  actions.set({ view: viewFromAddress(), problem: undefined });
});
setInterval(tick, 1000);
draw();
follow();
