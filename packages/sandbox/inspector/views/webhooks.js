import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { instant, timeOfDay } from '../format.js';
import { codeBlock, json } from './code.js';

/** @import { Actions, State } from '../inspector.js' */
/** @import { Delivery, WebhookEndpoint } from '../../src/generated/admin-types.gen.ts' */

/**
 * Where webhooks go, and what became of them.
 *
 * @param {State} state
 * @param {Actions} actions
 */
export function webhooksView({ targets, deliveries }, { call }) {
  /** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
  const add = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const token = String(data.get('token')).trim();
    const body = { url: String(data.get('url')).trim(), ...(token === '' ? {} : { token }) };
    if ((await call('webhook-endpoints', { method: 'POST', body })) !== undefined) form.reset();
  };
  return html`<section aria-labelledby="endpoints-title">
      <h2 id="endpoints-title">Webhook endpoints</h2>
      ${
        targets.length === 0
          ? html`<p class="muted">None yet. Add the URL of your receiver, and every state change is sent to it.</p>`
          : html`<ul class="rows">
            ${repeat(
              targets,
              ({ id }) => id,
              (target) => endpointRow(target, call),
            )}
          </ul>`
      }
      <form class="line" @submit=${add} aria-label="Add a webhook endpoint">
        <label class="grow">URL <input name="url" type="url" required placeholder="http://127.0.0.1:8080/hook" autocomplete="off" /></label>
        <label>Token <input name="token" placeholder="made up when left out" autocomplete="off" spellcheck="false" /></label>
        <button>Add endpoint</button>
      </form>
    </section>
    <section aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">Deliveries</h2>
      ${deliveryList(deliveries, targets, call)}
    </section>`;
}

/**
 * @param {WebhookEndpoint} target
 * @param {Actions['call']} call
 */
function endpointRow({ id, url, token }, call) {
  return html`<li class="row plain">
    <span class="path">${url}</span>
    <details class="secret"><summary class="reveal">Token</summary>${codeBlock(token, `X-Truework-Token of endpoint ${id}`)}</details>
    <button type="button" class="quiet" aria-label="Remove ${url}" @click=${() => call(`webhook-endpoints/${id}`, { method: 'DELETE' })}>
      Remove
    </button>
  </li>`;
}

/**
 * @param {Delivery[] | undefined} deliveries
 * @param {WebhookEndpoint[]} targets
 * @param {Actions['call']} call
 */
function deliveryList(deliveries, targets, call) {
  if (deliveries === undefined) return html`<p class="muted">Reading …</p>`;
  if (deliveries.length === 0) {
    return html`<p class="muted">
      ${
        targets.length === 0
          ? 'Nothing was sent, because there is no endpoint.'
          : 'Nothing was sent yet. Create a verification, or move one by hand, and its next state is sent.'
      }
    </p>`;
  }
  return html`<ul class="rows" aria-label="Deliveries, newest first">
    ${repeat(
      deliveries,
      ({ id }) => id,
      (delivery) => deliveryRow(delivery, call),
    )}
  </ul>`;
}

/**
 * @param {Delivery} delivery
 * @param {Actions['call']} call
 */
function deliveryRow(delivery, call) {
  const { id, url, event, created, state, attempts, nextAttempt: next, payload } = delivery;
  return html`<li class="row">
    <details>
      <summary class="call">
        <span class="status ${{ delivered: 's2', pending: 's3', failed: 's5' }[state]}">${state}</span>
        <span class="path">${summary(event, payload)} <span class="muted">to ${url}</span></span>
        <span class="when muted"><time datetime=${created}>${timeOfDay(created)}</time> · ${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}</span>
      </summary>
      <div class="opened">
        <div class="pair">
          <div class="message">
            <h3>Attempts</h3>
            ${
              attempts.length === 0
                ? html`<p class="muted">None yet.</p>`
                : html`<ol class="attempts">
                  ${attempts.map(
                    ({ at, status, failure }) =>
                      html`<li><time datetime=${at}>${instant(at)}</time> ${status ?? failure} ${failure === 'redirect' ? '(a redirect is not followed)' : nothing}</li>`,
                  )}
                </ol>`
            }
            ${next === null ? nothing : html`<p class="muted">Next at <time datetime=${next}>${instant(next)}</time>.</p>`}
            <button type="button" @click=${() => call(`deliveries/${id}/redeliver`, { method: 'POST' })}>Redeliver</button>
          </div>
          <div class="message"><h3>Payload</h3>${codeBlock(json(payload), 'Payload')}</div>
        </div>
      </div>
    </details>
  </li>`;
}

/**
 * What an event says, in short.
 *
 * @param {string} event
 * @param {Delivery['payload']} payload
 */
function summary(event, { data: { state } }) {
  return state === undefined ? event : `${event.replace('.state.change', '')} → ${state}`;
}
