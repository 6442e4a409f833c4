/** How far apart the lines of {@link showCount} are in a pipe. */
const pauseMs = 10_000;

let nextMs = 0;

/**
 * Says on standard error what begins. A terminal shows it in one line that the next replaces; a pipe and the log of a CI
 * run keep each line.
 */
export function showProgress(text: string): void {
  nextMs = Date.now() + pauseMs;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
}

/** Says on standard error how far it is: in a pipe, no sooner than ten seconds after the last line. */
export function showCount(text: string): void {
  if (process.stderr.isTTY || Date.now() >= nextMs) showProgress(text);
}

/** Takes the line of a terminal away. */
export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
