/** Whether a host name is of the machine itself, as a URL has it: an IPv6 address is in brackets. */
export function isLoopback(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    /^127(\.\d{1,3}){3}$/.test(name) ||
    name === '[::1]'
  );
}

/** Top-level domains that nobody can register a name in: RFC 6761, RFC 6762, RFC 8375, and ICANN's for private use. */
const unregistrable = /\.(localhost|test|local|internal|home\.arpa)$/;

/** Whether a host name, in lower case, is one that no website can have, such as that of another container. False for an IP address. */
export function isLocalName(name: string): boolean {
  return /^[a-z\d_-]*[a-z_-][a-z\d_-]*$/.test(name) || unregistrable.test(name);
}

/** Whether a host is an IP address, as a URL has it. */
export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^\[[\da-f:.]+\]$/.test(host);
}
