/** A request, as the adapters pass it to the API: plain data, whatever it came over. */
export interface ApiRequest {
  /** In upper case. */
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Scheme and host as the client sees them, without a trailing slash, for links to other pages. */
  readonly origin: string;
  /** IP address of the client, or `in-process`. */
  readonly address: string;
  /** The port that it was sent to. Absent for a request in process. */
  readonly port?: {
    /** The address that is listened on. */
    readonly host: string;
    readonly number: number;
    /** Further host names that requests may be for. */
    readonly allowedHosts: readonly string[];
    /** Origins of other websites whose pages may send requests. */
    readonly allowedOrigins: readonly string[];
  };
  /** The body as it was sent. Absent if there was no body. */
  readonly body?: Uint8Array | undefined;
  /**
   * The value of a header. Returns undefined if it was not sent.
   *
   * @param name - In lower case.
   */
  header(name: string): string | undefined;
}

/** A response, as the adapters send it. */
export interface ApiResponse {
  readonly status: number;
  /** Including `Date` and `Content-Length`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent if the response has no body, as to `HEAD`. */
  readonly body?: string | Uint8Array | undefined;
  /** What the adapter does to the connection instead of sending the response in full. */
  readonly transport?: TransportFault | undefined;
}

/** A fault of the connection. */
export interface TransportFault {
  /** How many bytes of the body, which there is then, are sent before it happens; `headers`: nothing of the response at all. */
  readonly after: number | 'headers';
  /** The connection is reset, or, within a body, stays open and nothing more comes. */
  readonly effect: 'reset' | 'stall';
}

/** What the adapters pass requests to. */
export interface SandboxEntry {
  /** Whether a path belongs to the sandbox, whatever the method. */
  owns(pathname: string): boolean;
  respond(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
}
