/** A mutant that changes nothing that anybody could see. */
interface Equivalent {
  readonly group: 'spec' | 'validators' | 'types' | 'sandbox' | 'client';
  /** Which mutants, by their ids. */
  readonly about: RegExp;
  readonly reason: string;
}

/** Mutants that no test could notice, each with the reason. If some test notices one after all, this list is wrong. */
const equivalents: readonly Equivalent[] = [
  {
    group: 'validators',
    about:
      /: (hired_date|termination_date|end_of_employment|on_leave_date|start_date|end_date|date_of_birth|current_as_of) maxLength 10 is 11$/,
    reason: 'Its format has ten characters, and so no text of eleven was right before either.',
  },
  {
    group: 'validators',
    about: /: year maxLength 4 is 5$/,
    reason: 'Its pattern has four digits, and so no text of five was right before either.',
  },
  {
    group: 'validators',
    about: /: social_security_number (maxLength 11 is 12|minLength 9 is 8)$/,
    reason: 'Its pattern has nine or eleven characters, and so no other text was right before either.',
  },
];

/** Why a mutant counts as one that changes nothing. Undefined if it does not. */
export function equivalenceOf(group: string, id: string): string | undefined {
  return equivalents.find((equivalent) => equivalent.group === group && equivalent.about.test(id))?.reason;
}
