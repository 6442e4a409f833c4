import { html, nothing } from 'lit-html';
import { instant, shortId, span } from '../format.js';

/** @import { Actions, State } from '../inspector.js' */
/** @import { ClockEvent } from '../../src/generated/admin-types.gen.ts' */

const steps = ['1 minute', '1 hour', '1 day', '3 days', '90 days'];

/**
 * The tenant's clock, with the buttons that move it.
 *
 * @param {State} state
 * @param {Actions} actions
 */
export function clockStrip({ clock, events }, { call, set }) {
  if (clock === undefined) return nothing;
  /** @param {string | number} by */
  const advance = async (by) => {
    const response = await call('clock/advance', { method: 'POST', body: { by } });
    if (response !== undefined) set({ events: response.events });
  };
  /** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
  const submit = (event) => {
    event.preventDefault();
    const by = String(new FormData(event.currentTarget).get('by')).trim();
    if (by !== '') advance(/^\d+$/.test(by) ? Number(by) : by);
  };
  return html`<section class="clock" aria-label="Clock">
    <div class="now">
      <time datetime=${clock.now}>${instant(clock.now).slice(0, 19)}</time> <span class="muted">UTC</span>
      ${
        clock.aheadMs === 0
          ? nothing
          : html`<span class="chip">${span(clock.aheadMs)} ${clock.aheadMs > 0 ? 'ahead' : 'behind'}</span>`
      }
    </div>
    <form class="steps" @submit=${submit} aria-label="Let time pass">
      ${steps.map((step) => html`<button type="button" @click=${() => advance(step)}>+ ${step}</button>`)}
      <input name="by" aria-label="Another span of time" placeholder="2 hours" size="8" autocomplete="off" />
      <button>Advance</button>
    </form>
    <p class="due muted">
      ${
        clock.next === null
          ? 'Nothing is scheduled.'
          : html`Something is due ${relative(clock.now, clock.next)}.
            <button type="button" class="quiet" @click=${() => advance(untilNext(clock))}>Go there</button>`
      }
    </p>
    <div class="happened" role="status">
      ${
        events === undefined
          ? nothing
          : html`<p>
              ${events.length === 0 ? 'No event was due until then.' : `Events until then (${events.length}):`}
              <button type="button" class="quiet" @click=${() => set({ events: undefined })}>Hide</button>
            </p>
            ${
              events.length === 0
                ? nothing
                : html`<ol>
                  ${events
                    .slice(0, 50)
                    .map((event) => html`<li><time>${instant(event.at)}</time> ${describe(event)}</li>`)}
                </ol>`
            }`
      }
    </div>
  </section>`;
}

/** @param {{ now: string, next: string | null }} clock */
function untilNext({ now, next }) {
  return next === null ? 0 : Math.max(0, Date.parse(next) - Date.parse(now));
}

/**
 * @param {string} now
 * @param {string} at
 */
function relative(now, at) {
  const left = Date.parse(at) - Date.parse(now);
  return left <= 0 ? 'now' : `in ${span(left)}`;
}

/** @param {ClockEvent} event */
function describe({ kind, detail }) {
  const { verification_request_id: id, to, delivery_id: delivery, event, status, failure } = detail;
  if (typeof id === 'string') return html`<code title=${id}>${shortId(id)}</code> became ${to}`;
  if (kind === 'webhook') return html`webhook ${delivery}, ${event}: ${status ?? failure}`;
  return kind;
}
