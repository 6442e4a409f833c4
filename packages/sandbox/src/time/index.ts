export { Alarms, settle } from './alarms.ts';
export {
  advanceMs,
  apiDate,
  apiTimestamp,
  type Clock,
  type Duration,
  durationMs,
  httpDate,
  instantMs,
  isTime,
} from './clock.ts';
export { type TestClock, testClock } from './test-clock.ts';
export { GivenTime, SystemTime, type TimeSource } from './time-source.ts';
