/** Whether this runs in CI, where nobody answers and nothing is left running. */
export function inCi(): boolean {
  return !['', '0', 'false', undefined].includes(process.env['CI']);
}
