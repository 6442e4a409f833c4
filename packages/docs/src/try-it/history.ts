/** A request of this tab. Neither its key nor its body: they hold a secret and personal data. */
export interface Past {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** The console that sent it, with the same ids. */
  readonly href: string;
}

const kept = 'try-it.history';
const longest = 20;

/** The requests of this tab, the latest first. */
export function pastRequests(): readonly Past[] {
  return JSON.parse(sessionStorage.getItem(kept) ?? '[]');
}

export function remember(request: Past): void {
  sessionStorage.setItem(kept, JSON.stringify([request, ...pastRequests()].slice(0, longest)));
}
