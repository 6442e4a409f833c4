import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { isObject } from '../fields.ts';

/** A request as it was recorded or logged. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  /** `Request-Sync`, if it had one. */
  readonly requestSync: string | undefined;
  /** Undefined if it had no body, or one that is not JSON. */
  readonly body: unknown;
}

/**
 * Reads a HAR file, or a file with a JSON object in each line: its requests, and undefined for any other record.
 *
 * @throws Error if it cannot be read, or is not a HAR file. The message quotes nothing of it.
 */
export async function* readTraffic(file: string): AsyncGenerator<RecordedRequest | undefined> {
  if (/\.har$/i.test(file)) {
    yield* entriesOf(await readFile(file, 'utf8')).map(requestOf);
    return;
  }
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') }))
    if (line.trim() !== '') yield requestOf(parsed(line));
}

function entriesOf(text: string): unknown[] {
  const har = parsed(text);
  const log = isObject(har) ? har['log'] : undefined;
  const entries = isObject(log) ? log['entries'] : undefined;
  if (!Array.isArray(entries)) throw new Error('Not a HAR file: log.entries is missing.');
  return entries;
}

/** What a record says of a request, beside it or inside its `request`. */
function requestOf(record: unknown): RecordedRequest | undefined {
  if (!isObject(record)) return undefined;
  const request = isObject(record['request']) ? record['request'] : record;
  const url = request['url'] ?? request['path'];
  const { method } = request;
  if (typeof method !== 'string' || typeof url !== 'string') return undefined;
  const requestSync = headerOf(request['headers'], 'request-sync');
  return { method: method.toUpperCase(), url, requestSync, body: bodyOf(request) };
}

function bodyOf(request: Record<string, unknown>): unknown {
  const { postData } = request;
  const given = isObject(postData)
    ? postData['text']
    : (request['body'] ?? request['json'] ?? request['data']);
  if (typeof given !== 'string') return given;
  return parsed(given) ?? parsed(Buffer.from(given, 'base64').toString());
}

/** From an object by name, the list that a HAR has, or a list of pairs. */
function headerOf(headers: unknown, wanted: string): string | undefined {
  const pairs: unknown[][] = Array.isArray(headers)
    ? headers.map((it) => (isObject(it) ? [it['name'], it['value']] : [it].flat()))
    : Object.entries(isObject(headers) ? headers : {});
  const [, found] = pairs.find(([name]) => typeof name === 'string' && name.toLowerCase() === wanted) ?? [];
  const [value] = [found].flat();
  return typeof value === 'string' ? value : undefined;
}

/** Undefined if it is not JSON. It may begin with a byte order mark. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
}
