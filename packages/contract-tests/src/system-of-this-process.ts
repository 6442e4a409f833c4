import { type LiveAddress, liveSystem } from './live/live-system.ts';
import { type SystemUnderTest, sandboxSystem } from './system-under-test.ts';

/** What this process tests: the system that a live run names, else a sandbox of its own. */
export function systemOfThisProcess(): SystemUnderTest {
  const { TRUEWORK_LIVE: live } = process.env;
  return live ? liveSystem(JSON.parse(live) as LiveAddress) : sandboxSystem();
}
