import type { ApiRequest, ApiResponse } from '../http/index.ts';
import type { AdminParts } from './admin-parts.ts';

/** Loads the admin API and the inspector with the first request for them. */
export class AdminEntry {
  readonly #parts: AdminParts;

  constructor(parts: AdminParts) {
    this.#parts = parts;
  }

  /** Whether a request is for the admin API or the inspector. */
  owns(target: string): boolean {
    return /^\/_sandbox(?:[/?]|$)/.test(target);
  }

  /** Responds to it. Never rejects. */
  async respond(request: ApiRequest): Promise<ApiResponse> {
    const { Admin } = await import('./admin.ts');
    return await new Admin(this.#parts).respond(request);
  }
}
