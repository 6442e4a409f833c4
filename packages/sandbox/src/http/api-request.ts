/** A request, as the adapters hand it to the API: plain data, whatever it came over. */
export interface ApiRequest {
  /** In upper case. */
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Scheme and host as the client sees them, without a slash at the end, for links to other pages. */
  readonly origin: string;
  /** IP address of the client; `in-process` where there is none. */
  readonly address: string;
  /** The port that it came in by. Absent where it came in process. */
  readonly port?: {
    /** The address that is listened on. */
    readonly host: string;
    readonly number: number;
    /** Further host names that requests may be for. */
    readonly allowedHosts: readonly string[];
    /** Origins of other websites whose pages may send requests. */
    readonly allowedOrigins: readonly string[];
  };
  /** The body as it was sent; absent where there was none. */
  readonly body?: string | Uint8Array;
  /**
   * The value of a header, undefined where it was not sent.
   *
   * @param name - In lower case.
   */
  header(name: string): string | undefined;
}

/** An answer, as the adapters send it. */
export interface ApiResponse {
  readonly status: number;
  /** `Date` and `Content-Length` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where the answer has no body, as to `HEAD`. */
  readonly body?: string | Uint8Array;
  /** What the adapter does to the connection instead of sending the answer well. */
  readonly transport?: TransportFault;
}

/** A fault of the connection. */
export interface TransportFault {
  /** How many bytes of the body are sent before it happens; `headers`: nothing of the answer at all. */
  readonly after: number | 'headers';
  /** The connection is reset, or stays open and nothing more comes. */
  readonly effect: 'reset' | 'stall';
}

/** Where the adapters hand requests in. */
export interface SandboxEntry {
  /** Whether a path belongs to the sandbox, whatever the method. */
  owns(pathname: string): boolean;
  respond(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
}
