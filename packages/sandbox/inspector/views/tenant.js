import { html, nothing } from 'lit-html';
import { callAdmin } from '../admin-client.js';
import { codeBlock } from './code.js';

/** @import { Actions, State } from '../inspector.js' */

/**
 * What can be done with all that a key has: snapshot, restore, reset. And the key that checks signatures.
 *
 * @param {State} state
 * @param {Actions} actions
 */
export function tenantView({ tenants, tenant, signingKey }, { call, set }) {
  const current = tenants.find(({ id }) => id === tenant);
  const download = async () => {
    const snapshot = await callAdmin('snapshot', { tenant }).catch((error) =>
      set({ problem: String(error.message) }),
    );
    if (snapshot === undefined) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(snapshot)], { type: 'application/json' }));
    link.download = `truework-sandbox-${tenant}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  const restore = async ({ currentTarget: input }) => {
    const text = await input.files?.[0]?.text();
    input.value = '';
    if (text === undefined) return;
    try {
      await call('snapshot', { method: 'PUT', body: JSON.parse(text) });
    } catch {
      set({ problem: 'That file is not a snapshot: it is not JSON.' });
    }
  };
  const ask = () => /** @type {HTMLDialogElement} */ (document.getElementById('reset-dialog')).showModal();
  /** @param {Event & { currentTarget: HTMLDialogElement }} event */
  const responded = ({ currentTarget: dialog }) => {
    if (dialog.returnValue === 'reset') call('reset', { method: 'POST' });
    dialog.returnValue = '';
  };
  return html`<section aria-labelledby="tenant-title">
      <h2 id="tenant-title">${current?.key ?? 'This key'}</h2>
      ${
        current === undefined
          ? nothing
          : html`<dl class="counts">
            <div><dt>Verifications</dt><dd>${current.verifications}</dd></div>
            <div><dt>Requests logged</dt><dd>${current.requests}</dd></div>
            <div><dt>Faults</dt><dd>${current.faults}</dd></div>
            <div><dt>Webhook endpoints</dt><dd>${current.webhookEndpoints}</dd></div>
          </dl>`
      }
      <div class="buttons">
        <button type="button" @click=${download}>Download a snapshot</button>
        <label class="button">Restore a snapshot <input type="file" accept="application/json,.json" @change=${restore} /></label>
        <button type="button" class="danger" @click=${ask}>Reset …</button>
      </div>
      <p class="muted">A snapshot contains the whole state of this key, with personal data as it was sent.</p>
      <dialog id="reset-dialog" aria-labelledby="reset-title" @close=${responded}>
        <form method="dialog" class="question">
          <h2 id="reset-title">Delete everything that this key has?</h2>
          <p>Its verifications, sessions, faults, webhook endpoints and deliveries are deleted, and its clock returns to the sandbox’s time.</p>
          <div class="buttons">
            <button value="reset" class="danger">Reset</button>
            <button value="keep" autofocus>Keep it</button>
          </div>
        </form>
      </dialog>
    </section>
    ${
      signingKey === undefined
        ? nothing
        : html`<section aria-labelledby="signing-title">
          <h2 id="signing-title">Signatures</h2>
          <p>
            ${signingKey.signs ? 'Responses are signed.' : 'Responses are not signed. Start the sandbox without --no-signing to sign them.'}
            This ${signingKey.algorithm} public key verifies them. Its id is <code>${signingKey.keyId}</code>.
          </p>
          ${codeBlock(signingKey.publicKey, 'Public key, base64')}
        </section>`
    }
    <section aria-labelledby="elsewhere-title">
      <h2 id="elsewhere-title">From another language</h2>
      <p>Everything here is also an API: <a href="openapi.json">openapi.json</a> describes it.</p>
      ${codeBlock(
        `curl -X POST ${location.origin}/_sandbox/clock/advance \\\n  -H 'Authorization: Bearer tw_sk_test_…' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"by":"3 days"}'`,
        'A call of the admin API',
      )}
    </section>`;
}
