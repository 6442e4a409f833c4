import { isObject, noteUnknownFields, objectOf } from '../fields.ts';
import {
  purposeInputToLater,
  purposeToLegacy,
  useCaseInputToLater,
  useCaseToLegacy,
} from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable, valueOrRaw } from '../values.ts';

// A reseller's party has the same fields. Before 2022-08-01 the purpose may have been spelt `permissable_purpose`: both are read, one is
// written. Responses wrap the values.

export function resellerToLater(
  party: Legacy.ResellerOriginatingParty | null | undefined,
  notes: Notes,
): { reseller_originating_party?: Later.OrderResellerInput } {
  if (party === undefined || party === null) return {};
  const given = objectOf<Partial<Legacy.ResellerOriginatingParty>>(party);
  noteUnknownFields(
    given,
    ['originating_party', 'permissible_purpose', 'permissable_purpose', 'use_case'],
    notes,
  );
  const { originating_party, use_case } = given;
  const permissible_purpose = given.permissible_purpose ?? given.permissable_purpose;
  const { permissable_purpose = permissible_purpose } = given;
  if (permissable_purpose !== permissible_purpose)
    notes.at('permissable_purpose').add('lost', 'Another purpose is in `permissible_purpose`, and counts.');
  const isWhole =
    typeof originating_party === 'string' &&
    byTable(permissible_purpose, purposeInputToLater).to !== undefined &&
    byTable(use_case, useCaseInputToLater).to !== undefined;
  if (!isWhole)
    notes.add('reject', 'All three of its fields are required, with values that 2023-10-30 knows.');
  // Notes of the kind reject keep an incomplete party from being sent.
  const whole = { originating_party, permissible_purpose, use_case } as Later.OrderResellerInput;
  return { reseller_originating_party: whole };
}

/** Null is printed, as 2019-10-15 does. */
export function resellerFromLater(
  party: Later.OrderReseller | null | undefined,
  notes: Notes,
): Pick<Legacy.Verification, 'reseller_originating_party'> {
  if (!isObject(party)) return { reseller_originating_party: null };
  const permissible_purpose = valueOrRaw(party.permissible_purpose, purposeToLegacy);
  const use_case = valueOrRaw(party.use_case, useCaseToLegacy);
  if (permissible_purpose === undefined || use_case === undefined) {
    notes.add('reject', '2019-10-15 has no such purpose or use case, so the whole party is null.');
    return { reseller_originating_party: null };
  }
  return {
    reseller_originating_party: { originating_party: party.originating_party, permissible_purpose, use_case },
  };
}
