import { type ClockEvent, type Due, inOrder } from './timeline-table.ts';

/** What an advance of a tenant's time has caused so far. */
export class Advancing {
  /** The lanes that time no longer waits for. */
  readonly slowLanes = new Set<string>();
  readonly #hangs = new Map<string, number>();
  readonly #events: { due: Due; event: ClockEvent }[] = [];
  /** What failed in the background: retrying it would never end while time stands still. */
  failure: unknown;

  /** Each hang of a lane leaves a tenth of the time for what comes after it: all hangs together take little longer than one. */
  share(lane: string): number {
    return 10 ** -(this.#hangs.get(lane) ?? 0);
  }

  /** Reports that work of a lane took all of its time. */
  hung(lane: string): void {
    this.#hangs.set(lane, (this.#hangs.get(lane) ?? 0) + 1);
  }

  /** Records what happened. */
  add(due: Due, detail: ClockEvent['detail'] | undefined): void {
    if (detail === undefined) return;
    this.#events.push({ due, event: { atMs: due.dueMs, kind: due.kind, detail } });
  }

  /** What happened, in order of time. */
  events(): ClockEvent[] {
    return this.#events.toSorted((one, other) => inOrder(one.due, other.due)).map(({ event }) => event);
  }
}
