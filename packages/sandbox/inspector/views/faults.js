import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';

/** @import { Actions, State } from '../inspector.js' */
/** @import { FaultCatalogue, FaultKind, FaultRule } from '../../src/generated/admin-types.gen.ts' */

/**
 * The rules that break things, and a form for another.
 *
 * @param {State} state
 * @param {Actions} actions
 */
export function faultsView({ faults, catalogue, fault }, { call, set }) {
  if (faults === undefined || catalogue === undefined) return html`<p class="muted">Reading …</p>`;
  const chosen = catalogue.faults.find(({ type }) => type === fault) ?? catalogue.faults[0];
  return html`<section aria-labelledby="faults-title">
      <div class="heading">
        <h2 id="faults-title">Faults</h2>
        ${
          faults.length < 2
            ? nothing
            : html`<button type="button" class="quiet" @click=${() => call('faults', { method: 'DELETE' })}>Remove all</button>`
        }
      </div>
      ${
        faults.length === 0
          ? html`<p class="muted">Everything works. Break something below to see how your program reacts.</p>`
          : html`<ul class="rows">
            ${repeat(
              faults,
              ({ id }) => id,
              (rule) => ruleRow(rule, call),
            )}
          </ul>`
      }
    </section>
    <section aria-labelledby="add-title">
      <h2 id="add-title">Break something</h2>
      ${chosen === undefined ? nothing : ruleForm(catalogue, chosen, call, set)}
      <p class="muted">
        To affect a single request, send it with the header <code>X-Sandbox-Fault</code>, for example
        <code>X-Sandbox-Fault: ${chosen?.type ?? 'latency'}${chosen?.type === 'status' ? '; code=503' : ''}</code>.
      </p>
    </section>`;
}

/**
 * @param {FaultRule} rule
 * @param {Actions['call']} call
 */
function ruleRow({ id, operation, fault, after, times, hits }, call) {
  const left = times === null ? 'until removed' : `${hits} of ${times} done`;
  return html`<li class="row plain">
    <span class="chip ${times !== null && hits >= times ? '' : 'warn'}">${fault}</span>
    <span class="path">${operation === '*' ? 'everything' : operation}</span>
    <span class="muted">${after === 0 ? nothing : `after ${after} · `}${left}${times === null ? ` · applied ${hits}` : ''}</span>
    <button type="button" class="quiet" aria-label="Remove ${fault} from ${operation}" @click=${() => call(`faults/${id}`, { method: 'DELETE' })}>
      Remove
    </button>
  </li>`;
}

/**
 * @param {FaultCatalogue} catalogue
 * @param {FaultKind} chosen
 * @param {Actions['call']} call
 * @param {Actions['set']} set
 */
function ruleForm({ faults, operations }, chosen, call, set) {
  /** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
  const add = (event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const times = String(data.get('times')).trim();
    const settings = chosen.settings
      .map(({ name }) => [name, String(data.get(`setting.${name}`)).trim()])
      .filter(([, value]) => value !== '')
      .map((setting) => setting.join('='));
    call('faults', {
      method: 'POST',
      body: {
        operation: data.get('operation'),
        after: Number(data.get('after')),
        times: times === '' ? null : Number(times),
        fault: [chosen.type, ...settings].join('; '),
      },
    });
  };
  /** @param {Event & { currentTarget: HTMLSelectElement }} event */
  const choose = ({ currentTarget }) => set({ fault: currentTarget.value });
  return html`<form class="fault-form" @submit=${add} aria-label="Add a fault">
    <label>Fault
      <select name="fault" @change=${choose}>
        ${faults.map(({ type }) => html`<option .selected=${type === chosen.type}>${type}</option>`)}
      </select>
    </label>
    <label>Applies to
      <select name="operation">
        <option value="*">everything</option>
        ${operations[chosen.appliesTo].map((operation) => html`<option>${operation}</option>`)}
      </select>
    </label>
    ${chosen.settings.map(
      ({ name, description, required, preset }) => html`<label title=${description}>${name}
        <input name="setting.${name}" ?required=${required} placeholder=${preset ?? (required ? '' : 'none')} size="12" autocomplete="off" />
      </label>`,
    )}
    <label>Skip first <input name="after" type="number" min="0" value="0" required /></label>
    <label>Times <input name="times" type="number" min="1" placeholder="every time" /></label>
    <button>Add fault</button>
    <p class="muted fault-description">${chosen.description}</p>
  </form>`;
}
