/** A value as TypeScript, two spaces a level, keys quoted only where they must be. */
export function literal(value: unknown, level = 0): string {
  const indent = '  '.repeat(level + 1);
  const close = '  '.repeat(level);
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) {
    return value.length === 0
      ? '[]'
      : `[\n${value.map((item) => `${indent}${literal(item, level + 1)},`).join('\n')}\n${close}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => {
      const name = /^[A-Za-z_]\w*$/.test(key) ? key : literal(key);
      return `${indent}${name}: ${literal(item, level + 1)},`;
    });
    return entries.length === 0 ? '{}' : `{\n${entries.join('\n')}\n${close}}`;
  }
  return JSON.stringify(value);
}
