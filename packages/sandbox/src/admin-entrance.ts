import type { AdminParts } from './admin/admin.ts';
import type { Answer, ApiRequest } from './api-request.ts';

/** The way to the admin API and the inspector, which are loaded with the first request for them. */
export class AdminEntrance {
  readonly #parts: AdminParts;
  #loading: Promise<{ answer(request: ApiRequest): Promise<Answer> }> | undefined;

  constructor(parts: AdminParts) {
    this.#parts = parts;
  }

  /** Whether a request is for the admin API or the inspector. */
  owns(target: string): boolean {
    return /^\/_sandbox(?:[/?]|$)/.test(target);
  }

  /** Answers it. Never rejects. */
  async answer(request: ApiRequest): Promise<Answer> {
    this.#loading ??= import('./admin/admin.ts').then(({ Admin }) => new Admin(this.#parts));
    return (await this.#loading).answer(request);
  }
}
