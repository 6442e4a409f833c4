import { stageName } from './stages.ts';
import { seconds } from './table.ts';
import type { TaskEnd } from './task-ends.ts';

const startedMs = Date.now();
let underWay = '';

/**
 * Says what begins. A terminal shows it in one line that the next output replaces. A pipe and the log of a CI run keep
 * each line, after the time since the command was started.
 */
export function showProgress(text: string): void {
  underWay = text;
  write(text);
}

/** Says that a stage of what {@link showProgress} named ended, and how. */
export function showStageEnd({ id, result }: TaskEnd): void {
  const end = `${stageName(id)}: ${result}`;
  write(process.stdout.isTTY ? `${underWay} (${end})` : end);
}

/** Takes the line of a terminal away. Elsewhere, sets what follows apart by a blank line. */
export function clearProgress(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  else if (underWay !== '') console.log();
  underWay = '';
}

function write(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${fitted(`${text}…`)}`);
  else console.log(`[${seconds(Date.now() - startedMs).padStart(7)}] ${text}`);
}

/** A line that a terminal does not wrap: of a wrapped one, only the end could be replaced. */
function fitted(line: string): string {
  return line.slice(0, (process.stdout.columns || 80) - 1);
}
