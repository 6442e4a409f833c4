import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { instant, span, timeOfDay } from '../format.js';
import { codeBlock, json } from './code.js';

/** @import { Actions, State } from '../inspector.js' */
/** @import { LoggedMessage, LoggedRequest } from '../../src/generated/admin-types.gen.ts' */

/**
 * The live list of requests and responses.
 *
 * @param {State} state
 * @param {Actions} actions
 */
export function requestsView({ requests, showsKeyless, keylessRequests, tenant }, { call, set }) {
  return html`<section aria-labelledby="requests-title">
    <div class="heading">
      <h2 id="requests-title">${showsKeyless ? 'Requests without a valid key' : 'Requests'}</h2>
      ${
        requests === undefined || requests.length === 0 || showsKeyless
          ? nothing
          : html`<button type="button" class="quiet" @click=${() => call('requests', { method: 'DELETE' })}>Clear</button>`
      }
      ${
        keylessRequests === 0 || (showsKeyless && tenant === undefined)
          ? nothing
          : html`<button type="button" class="quiet" aria-pressed=${showsKeyless} @click=${() => set({ showsKeyless: !showsKeyless, requests: undefined })}>
            Without a valid key (${keylessRequests})
          </button>`
      }
    </div>
    ${list(requests)}
  </section>`;
}

/** @param {LoggedRequest[] | undefined} requests */
function list(requests) {
  if (requests === undefined) return html`<p class="muted">Reading …</p>`;
  if (requests.length === 0) {
    return html`<div class="empty">
      <p>No requests yet. Send one, and it appears here at once.</p>
      ${codeBlock(
        `curl ${location.origin}/verification-requests/ \\\n  -H 'Authorization: Bearer tw_sk_test_…'`,
        'A request',
      )}
    </div>`;
  }
  return html`<ul class="rows" aria-label="Requests, newest first">
    ${repeat(requests, ({ id }) => id, row)}
  </ul>`;
}

/** @param {LoggedRequest} entry */
function row(entry) {
  const { method, path, status, at, durationMs, operation, fault, request, response } = entry;
  return html`<li class="row">
    <details>
      <summary class="call">
        <span class="status s${Math.floor(status / 100)}">${status === 0 ? 'cut' : status}</span>
        <span class="method ${method.toLowerCase()}">${method}</span>
        <span class="path">${path}</span>
        ${fault === null ? nothing : html`<span class="chip warn">${fault}</span>`}
        <span class="when muted"><time datetime=${at} title=${instant(at)}>${timeOfDay(at)}</time> · ${span(durationMs)}</span>
      </summary>
      <div class="opened">
        <p class="muted">${operation === null ? 'No operation of the API.' : html`Operation <code>${operation}</code>`}</p>
        <div class="pair">${message('Request', request)} ${message('Response', response)}</div>
      </div>
    </details>
  </li>`;
}

/**
 * @param {string} title
 * @param {LoggedMessage} message
 */
function message(title, { headers, body, note }) {
  const entries = Object.entries(headers);
  return html`<div class="message">
    <h3>${title}</h3>
    ${
      entries.length === 0
        ? nothing
        : html`<dl class="headers">
          ${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
        </dl>`
    }
    ${body === null ? html`<p class="muted">${note ?? 'No body.'}</p>` : codeBlock(json(body), `${title} body`)}
    ${body !== null && note !== null ? html`<p class="muted">${note}</p>` : nothing}
  </div>`;
}
