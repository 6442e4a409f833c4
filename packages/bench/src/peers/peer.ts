/** Where a client sends its requests, as whom, and through what. */
export interface Access {
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

/** The seven operations of the version, each by its operationId. All return the parsed response. */
export interface SevenOperations {
  createCredentialsSession(body: object): Promise<unknown>;
  listVerifications(query: { limit: number; offset: number }): Promise<unknown>;
  createVerification(body: object): Promise<unknown>;
  getVerification(id: string): Promise<unknown>;
  reverifyVerification(id: string, body: object): Promise<unknown>;
  cancelVerification(id: string, body: object): Promise<unknown>;
  getReport(id: string, reportId: string): Promise<unknown>;
}

/** What every client sends beside what it adds by itself. */
export function headersOf({ token }: Access): { Accept: string; Authorization: string } {
  return { Accept: 'application/json; version=2019-10-15', Authorization: `Bearer ${token}` };
}

/** The path of a verification, or of something of it. */
export function verificationPath(...segments: string[]): string {
  return `/verification-requests/${segments.map(encodeURIComponent).join('/')}`;
}
