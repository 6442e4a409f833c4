import { createHash } from 'node:crypto';

/** Puts a policy into a page: its own scripts and styles, no other host, and for the console sandboxes on this machine. */
export function withContentSecurityPolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const policy = [
    "default-src 'self'",
    // Search is WebAssembly.
    `script-src 'self' 'wasm-unsafe-eval' ${[...new Set(inline)].join(' ')}`,
    // Code has its colours in attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self' http://127.0.0.1:* http://localhost:*",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ].join('; ');
  return html.replace('<head>', `<head><meta http-equiv="content-security-policy" content="${policy}">`);
}
