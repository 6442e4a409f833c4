import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { instant, shortId, span } from '../format.js';
import { codeBlock, copyButton, json } from './code.js';

/** @import { Actions, State } from '../inspector.js' */
/** @import { Verification, CredentialsSession } from '../../src/generated/admin-types.gen.ts' */

/**
 * Verifications, each with its states on a line of time, and the credentials sessions.
 *
 * @param {State} state
 * @param {Actions} actions
 */
export function verificationsView(state, actions) {
  return html`<section aria-labelledby="verifications-title">
      <div class="heading">
        <h2 id="verifications-title">Verifications</h2>
        <span class="muted" role="status">${howMany(state)}</span>
      </div>
      ${searchField(state, actions)} ${list(state, actions)}
    </section>
    ${state.sessions.length === 0 ? nothing : sessionList(state.sessions, actions)}`;
}

/** @param {State} state */
function howMany({ verifications, search }) {
  if (verifications === undefined || (verifications.count === 0 && search === '')) return '';
  const { count, results } = verifications;
  const found = search === '' ? '' : ' found';
  return count > results.length ? `the newest ${results.length} of ${count}${found}` : `${count}${found}`;
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function searchField({ search, verifications }, { set }) {
  if (search === '' && (verifications?.count ?? 0) === 0) return nothing;
  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  const changed = ({ currentTarget }) => set({ search: currentTarget.value });
  return html`<search>
    <label class="search">
      <span>Search</span>
      <input type="search" maxlength="255" placeholder="loan_id, id, state or name" autocomplete="off" spellcheck="false" .value=${search} @input=${changed} />
    </label>
  </search>`;
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function list({ verifications, search, showsPersonalData, clock }, actions) {
  if (verifications === undefined) return html`<p class="muted">Reading …</p>`;
  if (verifications.count > 0) {
    return html`<ul class="cards" aria-label="Verifications, newest first">
      ${repeat(
        verifications.results,
        ({ id }) => id,
        (verification) => card(verification, clock?.now, actions),
      )}
    </ul>`;
  }
  if (search === '') return none();
  return html`<p class="muted">
    No verification has this text in its loan_id, id, state or name.
    ${showsPersonalData ? nothing : 'Names and numbers are searched only while personal data is shown.'}
  </p>`;
}

function none() {
  const verificationInput = {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
  };
  return html`<div class="empty">
    <p>No verifications yet. This request creates one that completes:</p>
    ${codeBlock(
      `curl ${location.origin}/verification-requests/ \\\n  -H 'Authorization: Bearer tw_sk_test_…' \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(verificationInput)}'`,
      'A create',
    )}
  </div>`;
}

/**
 * @param {Verification} verification
 * @param {string | undefined} now
 * @param {Actions} actions
 */
function card(verification, now, { call }) {
  const {
    id,
    loan_id: loan,
    state,
    type,
    target,
    company,
    metadata,
    history,
    due,
    moves,
    created,
  } = verification;
  const name = `${target.first_name} ${target.last_name}`;
  /** @param {string} wanted */
  const move = (wanted) =>
    call(`verifications/${encodeURIComponent(id)}/state`, { method: 'PUT', body: { state: wanted } });
  return html`<li class="card">
    <div class="card-head">
      <h3>${name} <span class="muted">${target.social_security_number}</span></h3>
      <span class="state ${state}">${state}</span>
    </div>
    <p class="muted facts">
      ${loan === null ? html`<span>no loan_id</span>` : html`<span>loan <code class="loan">${loan}</code> ${copyButton(loan, `loan_id ${loan}`)}</span>`}
      <span>${type}</span><span>${company ?? 'no company'}</span>
      <span>created <time datetime=${created}>${instant(created)}</time></span>
      <span><code title=${id}>${shortId(id)}</code> ${copyButton(id, `id of the verification ${shortId(id)}`)}</span>
    </p>
    <ol class="timeline" aria-label="States of ${shortId(id)}">
      ${history.map(
        (step, index) => html`<li class="past ${step.state}">
          <span class="state-name">${step.state}</span>
          <time class="muted" datetime=${step.at} title=${instant(step.at)}>${
            index === 0 ? instant(step.at).slice(11) : `+ ${span(Date.parse(step.at) - Date.parse(created))}`
          }</time>
        </li>`,
      )}
      ${due.map(
        (step) => html`<li class="due ${step.state}">
          <span class="state-name">${step.state}</span>
          <time class="muted" datetime=${step.at} title=${instant(step.at)}>${
            now === undefined ? 'due' : `due in ${span(Math.max(0, Date.parse(step.at) - Date.parse(now)))}`
          }</time>
        </li>`,
      )}
    </ol>
    ${details({ id, loan_id: loan, metadata }, `verification ${shortId(id)}`)}
    ${
      moves.length === 0
        ? nothing
        : html`<div class="moves" role="group" aria-label="Move ${shortId(id)} by hand">
          <span class="muted">Move to</span>
          ${moves.map((wanted) => html`<button type="button" @click=${() => move(wanted)}>${wanted}</button>`)}
        </div>`
    }
  </li>`;
}

/**
 * The references of the lender, in full.
 *
 * @param {Record<string, unknown>} references
 * @param {string} label - What they are of.
 */
function details(references, label) {
  return html`<details class="references">
    <summary>References<span class="visually-hidden"> of the ${label}</span></summary>
    ${codeBlock(json(references), `References of the ${label}`)}
  </details>`;
}

/**
 * @param {CredentialsSession[]} sessions
 * @param {Actions} actions
 */
function sessionList(sessions, { call }) {
  return html`<section aria-labelledby="sessions-title">
    <h2 id="sessions-title">Credentials sessions</h2>
    <ul class="cards">
      ${repeat(
        sessions,
        ({ token }) => token,
        ({
          id,
          token,
          state,
          target,
          created,
          metadata,
          verificationId: verification,
        }) => html`<li class="card">
          <div class="card-head">
            <h3>${target.first_name} ${target.last_name} <span class="muted">${target.social_security_number}</span></h3>
            <span class="state ${state === 'open' ? 'pending-approval' : 'completed'}">${state}</span>
          </div>
          <p class="muted facts">
            <span>opened <time datetime=${created}>${instant(created)}</time></span>
            <span>token <code title=${token}>${shortId(token)}</code> ${copyButton(token, `token ${shortId(token)}`)}</span>
            ${verification === null ? nothing : html`<span>verification <code title=${verification}>${shortId(verification)}</code></span>`}
          </p>
          ${details({ id, metadata }, `session ${shortId(token)}`)}
          ${
            state === 'open'
              ? html`<button
                type="button"
                @click=${() => call(`credentials-sessions/${encodeURIComponent(token)}/complete`, { method: 'POST' })}
              >
                Log in, in the target’s place
              </button>`
              : nothing
          }
        </li>`,
      )}
    </ul>
  </section>`;
}
