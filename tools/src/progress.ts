/** Shows on a terminal what goes on at the moment, in one line that the next output replaces. Elsewhere it shows nothing. */
export function showProgress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}…`);
}

/** Takes the line of {@link showProgress} away. */
export function clearProgress(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
}
