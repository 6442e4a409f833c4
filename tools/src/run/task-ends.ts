/** A task that has just ended. */
export interface TaskEnd {
  /** Package and task, such as `@truework-legacy/client#build`. */
  id: string;
  /** `cached` if turbo had the result already. */
  result: 'done' | 'cached' | 'failed';
}

/** How long turbo may take from the line that a task ended to the one, on the other stream, that it failed. */
const graceMs = 200;

/**
 * Reads in the lines that turbo prints, in groups and with nothing but hashes, which tasks ended.
 *
 * @param onEnd - Called once with each task, as it ends.
 * @returns What takes the lines, and what is to be called after the last of them.
 */
export function taskEnds(onEnd: (end: TaskEnd) => void): { read(line: string): void; finish(): void } {
  const waiting = new Map<string, NodeJS.Timeout>();
  const end = (id: string, result: TaskEnd['result']) => {
    clearTimeout(waiting.get(id));
    waiting.delete(id);
    onEnd({ id, result });
  };
  return {
    read(line) {
      const [, name, task, cache] = /^([^\s:]+):(\S+): cache (hit|miss|bypass)\b/.exec(line) ?? [];
      const id = `${name}#${task}`;
      if (cache === 'hit') end(id, 'cached');
      else if (cache !== undefined)
        waiting.set(
          id,
          setTimeout(() => end(id, 'done'), graceMs),
        );
      const failed = /^(\S+#\S+): +WARNING +command finished with error/.exec(line)?.[1];
      if (failed !== undefined) end(failed, 'failed');
    },
    finish() {
      for (const id of [...waiting.keys()]) end(id, 'done');
    },
  };
}
