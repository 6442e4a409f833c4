const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The bit in which a brace differs from a bracket. */
const braceBit = 0x20;

/** Whether JSON is nested deeper than a limit. Not recursive, and works on invalid JSON. */
export function isDeeperThan(limit: number, json: Uint8Array): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < json.byteLength; index += 1) {
    const byte = json[index] as number;
    if (byte === quote) isInText = !isInText;
    else if (isInText) index += byte === backslash ? 1 : 0;
    else if ((byte | braceBit) === openBrace) depth += 1;
    else if ((byte | braceBit) === closeBrace) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
