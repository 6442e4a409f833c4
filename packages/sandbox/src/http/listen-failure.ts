import { SandboxError } from '../errors/index.ts';

/** Where the sandbox was to listen. */
interface Address {
  port: number;
  host: string;
}

/** Why it cannot listen there, and the way out. */
export function listenFailure(error: NodeJS.ErrnoException, { port, host }: Address): SandboxError {
  const failure = (code: string, message: string) => new SandboxError(code, message, error);
  if (error.syscall === 'getaddrinfo') {
    return failure(
      'invalid_host',
      `No address is known for the host ${host}. Use an IP address of this machine, or leave the host out for 127.0.0.1.`,
    );
  }
  switch (error.code) {
    case 'EADDRINUSE':
      return failure(
        'port_in_use',
        `Port ${port} on ${host} is in use. Stop what uses it, or choose another port, such as ${port === 65_535 ? 4019 : port + 1}, or 0 for any free one.`,
      );
    case 'EACCES':
      return failure(
        'port_denied',
        `Port ${port} on ${host} needs rights that you do not have. Choose a port above 1023.`,
      );
    case 'EADDRNOTAVAIL':
      return failure(
        'invalid_host',
        `This machine has no address ${host}. Leave the host out for 127.0.0.1.`,
      );
    default:
      return failure(
        'listen_failed',
        `The sandbox cannot listen on port ${port} of ${host}: ${error.message}.`,
      );
  }
}
