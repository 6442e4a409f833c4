import {
  purposeInputToLater,
  purposeToLegacy,
  typeInputToLater,
  useCaseInputToLater,
  useCaseToLegacy,
} from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable, valueOrRaw, type Wrapped } from '../values.ts';

// The values are the same. 2023-10-30 requires a use case on every create, where the account used to fill it in, and wraps the values
// of responses, with `other` for what is none of them.

interface PurposeInput {
  readonly type: Legacy.VerificationType;
  readonly permissible_purpose: Legacy.PermissiblePurpose;
  readonly use_case?: Legacy.UseCase | undefined;
}

/** @param supplied - The use case of the account, if the input leaves it to that. */
export function purposeToLater(
  input: PurposeInput,
  supplied: Legacy.UseCase | undefined,
  notes: Notes,
): Pick<Later.TargetEmployerOrderInput, 'type' | 'permissible_purpose' | 'use_case'> {
  const { type, permissible_purpose } = input;
  const use_case = input.use_case ?? supplied;
  checkValue(type, typeInputToLater, notes.at('type'));
  checkValue(permissible_purpose, purposeInputToLater, notes.at('permissible_purpose'));
  if (use_case === undefined || use_case === null)
    notes
      .at('use_case')
      .add('supply', 'Required. Supply use_case: the one that Truework set for your account.');
  else checkValue(use_case, useCaseInputToLater, notes.at('use_case'));
  return { type, permissible_purpose, use_case: use_case as Legacy.UseCase };
}

function checkValue(value: unknown, table: Readonly<Record<string, unknown>>, notes: Notes): void {
  if (byTable(value, table).to !== undefined) return;
  notes.add('reject', 'Missing, or a value that 2023-10-30 does not know.');
}

interface PurposeOutput {
  readonly permissible_purpose: Wrapped;
  readonly use_case: Wrapped;
}

/** @returns Undefined if 2019-10-15 has no such purpose. */
export function purposeFromLater(
  { permissible_purpose, use_case }: PurposeOutput,
  notes: Notes,
): Pick<Legacy.Verification, 'permissible_purpose' | 'use_case'> | undefined {
  const purpose = valueOrRaw(permissible_purpose, purposeToLegacy);
  if (purpose === undefined) {
    notes.at('permissible_purpose').add('reject', '2019-10-15 has no such purpose, so it is left out.');
    return undefined;
  }
  const { to } = byTable(use_case?.canonical_value, useCaseToLegacy);
  if (to !== undefined) return { permissible_purpose: purpose, use_case: to };
  notes.at('use_case').add('lost', '2019-10-15 has no such use case, so it is left out.');
  return { permissible_purpose: purpose };
}
