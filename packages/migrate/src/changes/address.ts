import { isObject, present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';

// The same parts under other names. Some code of the time reads one text instead: `addressAs: 'text'` joins the lines.

export type AddressForm = 'object' | 'text';

export function addressFromLater(
  address: Later.Address | null | undefined,
  form: AddressForm = 'object',
): { address?: Legacy.EmployerAddress | string } {
  if (!isObject(address)) return {};
  const parts = present({
    line_one: address.address,
    line_two: address.extended_address,
    city: address.city,
    state: address.country_subdivision_code,
    country: address.country_code,
    postal_code: address.postal_code,
  });
  return { address: form === 'text' ? Object.values(parts).join('\n') : parts };
}
