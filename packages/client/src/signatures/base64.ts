/** The bytes of a text in base64. Undefined where it is not the one form that encoding gives, or another number of bytes. */
export function decodeBase64(text: string, byteLength: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    const decoded = atob(text);
    // atob also takes spaces, missing padding and stray bits at the end.
    if (decoded.length !== byteLength || btoa(decoded) !== text) return undefined;
    return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
