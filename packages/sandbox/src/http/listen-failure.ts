/** Where the command was to listen. */
interface Address {
  port: number;
  host: string;
}

/** Why the command does not start, as one sentence, with the way out. */
export function startFailure(error: NodeJS.ErrnoException, { port, host }: Address): string {
  if (error.syscall === 'getaddrinfo') {
    return `No address is known for the host ${host}. Give --host an IP address of this machine, or leave it out for 127.0.0.1.`;
  }
  if (error.syscall !== 'listen') return error.message;
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Stop what uses it, or choose another with --port ${port === 65_535 ? 0 : port + 1}.`;
    case 'EACCES':
      return `Port ${port} on ${host} needs rights that you do not have. Choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}. Leave --host out for 127.0.0.1.`;
    default:
      return `The sandbox cannot listen on port ${port} of ${host}: ${error.message}.`;
  }
}
