import { present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';

// The same three texts. Without an estimate they are null, where 2019-10-15 has an empty object.

export function turnaroundTimeFromLater(time: Later.OrderTurnaroundTime | undefined): Legacy.TurnaroundTime {
  const { lower_bound, upper_bound, best_estimate } = time ?? {};
  return present({ lower_bound, upper_bound, best_estimate });
}
