/** Decodes base64. Undefined if the text is not canonical base64, or does not have this number of bytes. */
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
