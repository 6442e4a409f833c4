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

/** The requests of a file, and how many of its records are not requests. */
export interface Traffic {
  readonly requests: readonly RecordedRequest[];
  readonly unreadable: number;
}

/**
 * Reads a HAR file, or a file with a JSON object in each line.
 *
 * @throws Error if it cannot be read, or is not a HAR file. The message quotes nothing of it.
 */
export async function readTraffic(file: string): Promise<Traffic> {
  return file.endsWith('.har') ? readHar(await readFile(file, 'utf8')) : await readLines(file);
}

function readHar(text: string): Traffic {
  const har = parsed(text);
  const log = isObject(har) ? har['log'] : undefined;
  const entries = isObject(log) ? log['entries'] : undefined;
  if (!Array.isArray(entries)) throw new Error('Not a HAR file: log.entries is missing.');
  return trafficOf(entries);
}

async function readLines(file: string): Promise<Traffic> {
  const records: unknown[] = [];
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') }))
    if (line.trim() !== '') records.push(parsed(line));
  return trafficOf(records);
}

function trafficOf(records: readonly unknown[]): Traffic {
  const requests = records.map(requestOf).filter((request) => request !== undefined);
  return { requests, unreadable: records.length - requests.length };
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
  return typeof given === 'string' ? parsed(given) : given;
}

/** From an object by name, or the list that a HAR has. */
function headerOf(headers: unknown, wanted: string): string | undefined {
  const pairs: [unknown, unknown][] = Array.isArray(headers)
    ? headers.filter(isObject).map(({ name, value }) => [name, value])
    : Object.entries(isObject(headers) ? headers : {});
  const [, value] = pairs.find(([name]) => String(name).toLowerCase() === wanted) ?? [];
  return typeof value === 'string' ? value : undefined;
}

/** Undefined if it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
