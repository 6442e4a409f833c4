import { quote } from '../errors/index.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';

/** The largest body that is read, in bytes. Documents travel inside as base64. */
export const bodyLimitBytes = 32 * 1024 * 1024;

/** How deep objects and lists may be inside each other. The API itself knows four levels. */
export const depthLimit = 100;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The JSON of a request's body.
 *
 * @throws {@link ApiError} 400 if it is too large, not JSON, nested too deeply, not in UTF-8, begins with a byte order mark, or is
 * sent as something other than JSON.
 */
export function readJsonBody(request: ApiRequest): unknown {
  const { body } = request;
  if (body === undefined || body.length === 0)
    throw new ApiError(400, 'JSON parse error. The body is empty.');
  if (body.length > bodyLimitBytes) {
    throw new ApiError(400, `The body is larger than ${bodyLimitBytes} bytes.`);
  }
  checkContentType(request.header('content-type'));
  const value = parse(decode(body));
  if (isDeeper(value, depthLimit)) {
    throw new ApiError(400, `JSON parse error. The body is nested deeper than ${depthLimit} levels.`);
  }
  return value;
}

/** Whether objects and lists are nested on more levels. Looks no deeper, so that it cannot fail. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((field) => isDeeper(field, levels - 1));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const reason = text.startsWith('\u{feff}') ? ' The body begins with a byte order mark.' : '';
    throw new ApiError(400, `JSON parse error.${reason}`);
  }
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new ApiError(400, 'JSON parse error. The body is not in UTF-8.');
  }
}

function checkContentType(contentType: string | undefined): void {
  if (!contentType) return;
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== 'application/json') {
    throw new ApiError(400, `Unsupported media type ${quote(type)} in request. Send application/json.`);
  }
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new ApiError(400, `Unsupported charset ${quote(charset)} in request. Send UTF-8.`);
  }
}
