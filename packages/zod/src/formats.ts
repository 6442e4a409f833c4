import type * as core from 'zod/v4/core';
import { format } from './rules.ts';

// The formats of the spec, as RFC 3339, RFC 3986, RFC 5321 and RFC 9562 define them. All patterns match in linear time.

const day =
  '(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))' +
  '|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)';
const timeOfDay = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';

function pattern(...parts: string[]): RegExp {
  return new RegExp(`^${parts.join('T')}$`, 'i');
}

const datePattern = /* @__PURE__ */ pattern(day);
const dateTimePattern = /* @__PURE__ */ pattern(day, timeOfDay);
const leapSecond = /^(.{11}(\d\d):(\d\d):)60(\.\d+)?(Z|([+-])(\d\d):(\d\d))$/i;

function isDateTime(text: string): boolean {
  return dateTimePattern.test(text) || isLeapSecond(text);
}

/** Whether it is a leap second, which is the last second of a day in UTC. */
function isLeapSecond(text: string): boolean {
  const match = leapSecond.exec(text);
  if (match === null) return false;
  const [, start, hour, minute, , zone, sign, offsetHour = 0, offsetMinute = 0] = match;
  const offset = Number(offsetHour) * 60 + Number(offsetMinute);
  const minuteOfDay = (Number(hour) * 60 + Number(minute) + (sign === '-' ? offset : 1440 - offset)) % 1440;
  return minuteOfDay === 1439 && dateTimePattern.test(`${start}59${zone}`);
}

/** A date that exists in the calendar. */
export const date: core.$ZodCheck<string> = /* @__PURE__ */ format(
  'date',
  'a calendar date, YYYY-MM-DD',
  (text) => datePattern.test(text),
);

/** A date and time with its offset from UTC. */
export const dateTime: core.$ZodCheck<string> = /* @__PURE__ */ format(
  'date-time',
  'a date and time with its offset, such as 2019-11-05T17:08:44Z',
  isDateTime,
);

const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const domainLabel = /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i;

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const labels = text.slice(at + 1).split('.');
  return (
    at !== -1 &&
    labels.length > 1 &&
    localPart.test(text.slice(0, at)) &&
    labels.every((label) => domainLabel.test(label))
  );
}

/** An email address, without quoted or commented parts. */
export const email: core.$ZodCheck<string> = /* @__PURE__ */ format(
  'email',
  'an email address, such as riley.sample@example.com',
  isEmail,
);

const uriParts = /^[a-z][a-z\d+.-]*:((?:\/\/[^/?#]*)?)([^#]*)#?([\s\S]*)/i;
const authorityPattern =
  /^(?:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*@)?(?:\[([^\]]*)\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?)?$/i;
const pathPattern = /^(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*$/i;

function isUri(text: string): boolean {
  const parts = uriParts.exec(text);
  if (parts === null) return false;
  const [, authority, ...others] = parts as unknown as [string, string, string, string];
  const host = authorityPattern.exec(authority);
  return (
    host !== null &&
    (host[1] === undefined || isAddress(host[1])) &&
    others.every((part) => pathPattern.test(part))
  );
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4AtEnd = /* @__PURE__ */ new RegExp(`:(?:${octet}\\.){3}${octet}$`);

/** Whether it may stand in brackets: an IPv6 address, or one of a future version. */
function isAddress(text: string): boolean {
  if (/^v[\da-f]+\../i.test(text)) return true;
  const halves = text.replace(ipv4AtEnd, ':0:0').split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const isFull = halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
  return isFull && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
}

/** A URI with its scheme. */
export const uri: core.$ZodCheck<string> = /* @__PURE__ */ format(
  'uri',
  'a URL with its scheme, such as https://example.com/',
  isUri,
);

const uuidPattern = /^(?:urn:uuid:)?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** A UUID, of any version. */
export const uuid: core.$ZodCheck<string> = /* @__PURE__ */ format(
  'uuid',
  'a UUID, such as 123e4567-e89b-12d3-a456-426614174000',
  (text) => uuidPattern.test(text),
);
