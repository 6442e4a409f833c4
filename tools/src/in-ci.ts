/** Whether this runs in CI, where there is nobody to ask and nothing is left running. */
export function inCi(): boolean {
  return !['', '0', 'false', undefined].includes(process.env['CI']);
}
