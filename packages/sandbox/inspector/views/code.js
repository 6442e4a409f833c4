import { html } from 'lit-html';

/**
 * Text in a box of its own, with a button that copies it.
 *
 * @param {string} text
 * @param {string} label - What it is, for who cannot see it.
 */
export function codeBlock(text, label) {
  return html`<div class="code">
    <pre tabindex="0" role="group" aria-label=${label}><code>${text}</code></pre>
    ${copyButton(text, label)}
  </div>`;
}

/**
 * @param {string} text
 * @param {string} label - What is copied.
 */
export function copyButton(text, label) {
  /** @param {Event & { currentTarget: HTMLButtonElement }} event */
  const copy = async ({ currentTarget: button }) => {
    const before = button.textContent;
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    button.textContent = copied ? 'Copied' : 'Not allowed';
    setTimeout(() => {
      button.textContent = before;
    }, 1200);
  };
  return html`<button type="button" class="quiet copy" aria-label="Copy: ${label}" @click=${copy}>Copy</button>`;
}

/**
 * A body as text: JSON indented, text as it is.
 *
 * @param {unknown} body
 */
export function json(body) {
  return typeof body === 'string' ? body : JSON.stringify(body, undefined, 2);
}
