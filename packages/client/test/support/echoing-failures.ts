import { allCanaries, personalBody, token } from './canaries.ts';
import { neverRespond, type Responder, respondWith, stalledBody } from './test-client.ts';

/** A failure of the server or the network, with a text that must not appear. */
export interface EchoingFailure {
  readonly name: string;
  readonly respond: (echo: string, headerEcho: string) => Responder;
}

const json = { 'content-type': 'application/json' };

/** Headers that errors contain, and that a server can fill with anything. */
const loggedHeaders = ['x-request-id', 'request-id', 'cf-ray', 'server'];

/** A valid header value that does not end within a key, because a text may be cut there. */
function headerValue(echo: string): string {
  return `${'-'.repeat(190)} ${echo.replace(/[^ -~]/g, (character) => encodeURIComponent(character))}`;
}

/** An error response of the API that repeats a text wherever it can. Errors contain parts of it. */
function echoing(status: number): EchoingFailure {
  return {
    name: `${status} with an echo`,
    respond: (echo, headerEcho) => {
      const invalid_fields = {
        target: { last_name: [echo, `Not ${echo}`] },
        [echo]: [echo],
        deep: { deeper: { [echo]: { list: [echo, 7, { echo }] } } },
      };
      const headers = {
        'x-echo': encodeURIComponent(echo),
        version: '2019-10-15',
        'retry-after': '1',
        ...Object.fromEntries(loggedHeaders.map((name) => [name, headerValue(headerEcho)])),
      };
      return respondWith(status, { error: { message: echo, invalid_fields, [echo]: echo }, echo }, headers);
    },
  };
}

export const echoingFailures: readonly EchoingFailure[] = [
  ...[400, 401, 402, 403, 404, 405, 406, 409, 410, 413, 415, 418, 422, 429, 451],
  ...[500, 501, 502, 503, 504, 599],
].map(echoing);

/** Rejects as a fetch does, with an error that carries the request. */
function failWith(failure: (url: string, init: RequestInit) => unknown): Responder {
  return (url, init) => Promise.reject(failure(url, init));
}

const terminated = (cause: object) => Object.assign(new TypeError('terminated'), { cause });

/** A body that begins with a text, and then fails. */
function brokenBody(beginning: string): Responder {
  return (_url, init) => {
    let hasBegun = false;
    const body = new ReadableStream({
      pull(stream) {
        if (hasBegun) stream.error(terminated({ code: 'UND_ERR_SOCKET', init, echo: allCanaries }));
        else stream.enqueue(new TextEncoder().encode(beginning));
        hasBegun = true;
      },
    });
    return new Response(body, { headers: json });
  };
}

const body = personalBody(allCanaries);

/** Failures of which no text is ever read, with all canaries in them. */
export const unreadFailures: Readonly<Record<string, Responder>> = {
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].map((status) => [
      `${status} with canaries in Location`,
      respondWith(status, allCanaries, {
        location: `https://example.com/${encodeURIComponent(allCanaries)}`,
      }),
    ]),
  ),
  ...Object.fromEntries(
    [200, 400, 500].flatMap((status) => [
      [`${status} in HTML`, respondWith(status, `<p>${body}</p>`, { 'content-type': 'text/html' })],
      [`${status} with an empty body`, respondWith(status, '')],
      [`${status} that is not JSON`, respondWith(status, body.slice(0, -1))],
      [`${status} that is a bare text`, respondWith(status, JSON.stringify(allCanaries))],
    ]),
  ),
  'a success under another content type': respondWith(200, body, { 'content-type': `text/${token}` }),
  'a network error that carries the request': failWith((url, init) =>
    Object.assign(new Error(`${allCanaries} ${url}`, { cause: { init, code: allCanaries } }), {
      ...{ url, init, code: allCanaries },
      request: { headers: init.headers, body: init.body },
    }),
  ),
  'a thrown text': failWith(() => `${allCanaries} ${token}`),
  'a connection cut before the body': failWith((_, init) => terminated({ code: 'ECONNRESET', init })),
  'a connection cut inside the body': brokenBody(body.slice(0, 40)),
  'a connection cut after the body, before its end': brokenBody(body),
  silence: neverRespond,
  'a stalled body': (_url, init) => new Response(stalledBody(init, body), { headers: json }),
};
