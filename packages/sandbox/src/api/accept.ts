import { ApiError } from '../http/index.ts';
import { apiVersion } from '../spec/index.ts';

/**
 * The media type of the response. Every key of the sandbox is pinned to the one version it serves, which is also used if
 * the request names no version.
 *
 * @param accept - Value of `Accept`.
 * @param offered - Media types of the operation, the usual one first.
 * @throws {@link ApiError} 406 if the version is another one, or no type fits.
 */
export function chooseMediaType(accept: string | undefined, offered: readonly string[]): string {
  if (accept === undefined || accept.trim() === '') return offered[0] as string;
  for (const range of readRanges(accept)) {
    const fitting = offered.find((type) => fits(range, type));
    if (fitting !== undefined) return fitting;
  }
  throw new ApiError(
    406,
    `Invalid API version requested. The sandbox serves ${apiVersion}, as ${offered.join(' or ')}.`,
  );
}

/** The media ranges of a header that ask for the version, the most wanted first. */
function readRanges(accept: string): string[] {
  return accept
    .split(',')
    .map((range) => {
      const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase()) as [
        string,
        ...string[],
      ];
      const parameter = (name: string) =>
        parameters.find((candidate) => candidate.startsWith(`${name}=`))?.slice(name.length + 1);
      const version = parameter('version')?.replaceAll('"', '');
      const quality = Number(parameter('q') ?? 1);
      return { type, wanted: version === undefined || version === apiVersion ? quality : 0 };
    })
    .filter(({ wanted }) => wanted > 0)
    .sort((one, other) => other.wanted - one.wanted)
    .map(({ type }) => type);
}

function fits(range: string, type: string): boolean {
  return range === type || range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}
