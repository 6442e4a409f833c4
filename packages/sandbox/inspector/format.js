const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * An instant of the API as `2019-11-05 17:08:44.819`, in UTC.
 *
 * @param {string} iso
 */
export function instant(iso) {
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`.replace(/Z$/, '');
}

/**
 * The time of day alone.
 *
 * @param {string} iso
 */
export function timeOfDay(iso) {
  return iso.slice(11, 23).replace(/Z$/, '');
}

/**
 * A span of time in words, in its two largest units.
 *
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const total = Math.abs(milliseconds);
  if (total < 1000) return `${Math.round(total)} ms`;
  if (total < minuteMs) return `${Math.round(total / 100) / 10} s`;
  const parts = [
    [Math.floor(total / dayMs), 'd'],
    [Math.floor((total % dayMs) / hourMs), 'h'],
    [Math.floor((total % hourMs) / minuteMs), 'min'],
  ].filter(([amount]) => amount !== 0);
  return parts
    .slice(0, 2)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/**
 * The end of an id, by which ids differ.
 *
 * @param {string} id
 */
export function shortId(id) {
  return id.length <= 14 ? id : `…${id.slice(-10)}`;
}
