import { journey, type Leg } from './journey.ts';
import type { JudgeFinding, Verdict } from './judge.ts';
import { operationOf } from './operation-names.ts';

/** What a validating proxy says about an exchange that went through it. */
export interface Violation {
  readonly side: 'request' | 'answer';
  /** Where in the request or the answer, such as `body.target.first_name`. */
  readonly place: string;
  readonly says: string;
}

/** The verdict of a proxy on the client's journey through it. */
export async function judgeJourney(
  judge: string,
  proxy: string,
  sandbox: string,
  violationsOf: (response: Response) => readonly Violation[],
): Promise<Verdict> {
  const legs = await journey({ through: proxy, sandbox });
  return {
    checks: legs.length,
    findings: legs.flatMap((leg) => legFindings(leg, violationsOf(leg.response), judge)),
  };
}

/**
 * What the violations of an exchange mean. One of the answer is always wrong. One of the request is the
 * client's mistake where the request was to keep the spec, and the server's where it took the request all the
 * same.
 */
function legFindings(leg: Leg, violations: readonly Violation[], judge: string): JudgeFinding[] {
  const { intent, method, path, parameters, response } = leg;
  const operation = operationOf(method, path);
  const about = (where: string, says: string): JudgeFinding => ({ judge, operation, where, says });
  const asked = parameters.length === 0 ? '' : ` to ${parameters.join(', ')}`;
  const answered = `answer ${response.status}${asked}`;
  const found = violations.flatMap(({ side, place, says }) => {
    if (side === 'answer') return about(`${answered}: ${place}`, says);
    if (response.ok) return about(`request: ${place}`, `${says}, and was answered ${response.status}`);
    return intent === 'broken' ? [] : about(`request: ${place}`, `${says}, and the client sent it`);
  });
  if (response.status >= 500 && response.status !== intent) {
    found.push(about(answered, 'the server failed, and nobody had asked it to'));
  }
  return found;
}
