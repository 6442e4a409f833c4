import { VerificationInput } from '@truework-legacy/zod/request';
import { z } from 'zod';

// The fields of a loan officer's form: six of Truework's, and two that only the lender has.
const { target, loan_id, use_case } = VerificationInput.shape;
const LoanForm = target
  .pick({
    first_name: true,
    last_name: true,
    date_of_birth: true,
    contact_email: true,
  })
  .required()
  .extend({
    loan_id: loan_id.unwrap(),
    use_case,
    branch: z.string().regex(/^[A-Z]{3}$/, 'Three capital letters.'),
    consent: z.literal(true, 'Ask the borrower for consent.'),
  });
export type LoanForm = z.infer<typeof LoanForm>;

const filled = {
  first_name: 'Riley',
  last_name: '',
  date_of_birth: '1990-02-30',
  branch: 'x',
  loanId: 'A-1',
};
const { error } = LoanForm.safeParse(filled);
for (const { path, message } of error?.issues ?? [])
  console.log(`${path.join('.')}: ${message}`);

console.log(Object.keys(z.toJSONSchema(LoanForm).properties ?? {}).join());
