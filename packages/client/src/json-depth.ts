const [quote, backslash, openList, closeList, openObject, closeObject] = Array.from('"\\[]{}', (character) =>
  character.charCodeAt(0),
);

/** Whether JSON is nested deeper than a limit. Not recursive, and works on invalid JSON. */
export function isDeeperThan(limit: number, json: Uint8Array): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < json.byteLength; index += 1) {
    const byte = json[index];
    if (byte === quote) isInText = !isInText;
    else if (isInText) index += byte === backslash ? 1 : 0;
    else if (byte === openList || byte === openObject) depth += 1;
    else if (byte === closeList || byte === closeObject) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
