import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { instant, shortId, span } from '../format.js';
import { codeBlock, copyButton } from './code.js';

/** @import { Actions, State } from '../inspector.js' */
/** @import { AdminVerification, CredentialsSession } from '../../src/admin/types.ts' */

/**
 * Verifications, each with its states on a line of time, and the credentials sessions.
 *
 * @param {State} state
 * @param {Actions} actions
 */
export function verificationsView({ verifications, sessions, clock }, actions) {
  const now = clock?.now;
  return html`<section aria-labelledby="verifications-title">
      <div class="heading">
        <h2 id="verifications-title">Verifications</h2>
        ${
          verifications === undefined || verifications.count === 0
            ? nothing
            : html`<span class="muted">${
                verifications.count > verifications.results.length
                  ? `the newest ${verifications.results.length} of ${verifications.count}`
                  : verifications.count
              }</span>`
        }
      </div>
      ${
        verifications === undefined
          ? html`<p class="muted">Reading …</p>`
          : verifications.count === 0
            ? none()
            : html`<ul class="cards" aria-label="Verifications, newest first">
              ${repeat(
                verifications.results,
                ({ id }) => id,
                (verification) => card(verification, now, actions),
              )}
            </ul>`
      }
    </section>
    ${sessions.length === 0 ? nothing : sessionList(sessions, actions)}`;
}

function none() {
  const order = {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
  };
  return html`<div class="empty">
    <p>No verification was ordered yet. This orders one that completes:</p>
    ${codeBlock(
      `curl ${location.origin}/verification-requests/ \\\n  -H 'Authorization: Bearer tw_sk_test_…' \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(order)}'`,
      'An order',
    )}
  </div>`;
}

/**
 * @param {AdminVerification} verification
 * @param {string | undefined} now
 * @param {Actions} actions
 */
function card(verification, now, { call }) {
  const { id, state, type, target, company, history, due, moves, created } = verification;
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
      <span>${type}</span><span>${company ?? 'no company'}</span>
      <span>ordered <time datetime=${created}>${instant(created)}</time></span>
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
        ({ token, state, target, created, verificationId: verification }) => html`<li class="card">
          <div class="card-head">
            <h3>${target.first_name} ${target.last_name} <span class="muted">${target.social_security_number}</span></h3>
            <span class="state ${state === 'open' ? 'pending-approval' : 'completed'}">${state}</span>
          </div>
          <p class="muted facts">
            <span>opened <time datetime=${created}>${instant(created)}</time></span>
            <span>token <code title=${token}>${shortId(token)}</code> ${copyButton(token, `token ${shortId(token)}`)}</span>
            ${verification === null ? nothing : html`<span>verification <code title=${verification}>${shortId(verification)}</code></span>`}
          </p>
          ${
            state === 'open'
              ? html`<button
                type="button"
                @click=${() => call(`credentials-sessions/${encodeURIComponent(token)}/complete`, { method: 'POST' })}
              >
                Log in, in the applicant’s place
              </button>`
              : nothing
          }
        </li>`,
      )}
    </ul>
  </section>`;
}
