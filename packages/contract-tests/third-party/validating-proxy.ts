import { journey, type Leg } from './journey.ts';
import { operationOf } from './operation-names.ts';
import type { ThirdPartyFinding, Verdict } from './validator.ts';

/** What a validating proxy says about an exchange that went through it. */
export interface Violation {
  readonly side: 'request' | 'response';
  /** Where in the request or the response, such as `body.target.first_name`. */
  readonly location: string;
  readonly says: string;
}

/** The verdict of a proxy on the client's journey through it. */
export async function validateJourney(
  validator: string,
  proxy: string,
  sandbox: string,
  violationsOf: (response: Response) => readonly Violation[],
): Promise<Verdict> {
  const legs = await journey({ through: proxy, sandbox });
  return {
    checks: legs.length,
    findings: legs.flatMap((leg) => legFindings(leg, violationsOf(leg.response), validator)),
  };
}

/**
 * What the violations of an exchange mean. One of the response is always wrong. One of the request is the
 * client's mistake if the request was meant to be valid, and the server's if it accepted the request all the
 * same.
 */
function legFindings(leg: Leg, violations: readonly Violation[], validator: string): ThirdPartyFinding[] {
  const { intent, method, path, parameters, response } = leg;
  const operation = operationOf(method, path);
  const about = (where: string, says: string): ThirdPartyFinding => ({ validator, operation, where, says });
  const asked = parameters.length === 0 ? '' : ` to ${parameters.join(', ')}`;
  const responded = `response ${response.status}${asked}`;
  const found = violations.flatMap(({ side, location, says }) => {
    if (side === 'response') return about(`${responded}: ${location}`, says);
    if (response.ok) return about(`request: ${location}`, `${says}, and got a ${response.status}`);
    return intent === 'invalid' ? [] : about(`request: ${location}`, `${says}, and the client sent it`);
  });
  if (response.status >= 500 && response.status !== intent) {
    found.push(about(responded, 'the server failed, and no key had asked for it'));
  }
  return found;
}
