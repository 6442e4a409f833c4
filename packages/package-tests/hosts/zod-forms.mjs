// What a form derived from the validators takes and says, with the zod that is installed beside them.
import { drift } from '@truework-legacy/zod';
import * as mini from '@truework-legacy/zod/mini/request';
import { TargetInput } from '@truework-legacy/zod/request';
import { CompanyPage } from '@truework-legacy/zod/response';
import { z } from 'zod';
import * as m from 'zod/mini';

const Form = TargetInput.pick({ first_name: true }).extend({ note: z.string().min(3) });
const MiniForm = m.extend(m.pick(mini.TargetInput, { first_name: true }), { note: m.string() });
const wrong = { first_name: '', note: 7, 'A Name': 'Canary' };
const said = [Form, MiniForm].map((form) => {
  const { success, error } = form.safeParse(wrong, { reportInput: true });
  return {
    success,
    issues: error.issues.map(({ path, kind }) => [path.join('.'), kind]),
    error: JSON.stringify(error),
  };
});
console.log(
  JSON.stringify({
    right: Form.safeParse({ first_name: 'Riley', note: 'Sample' }).success,
    said: said.map(({ success, issues }) => ({ success, issues })),
    shows: said.some(({ error }) => error.includes('Canary')),
    required: z.toJSONSchema(Form).required,
    drift: drift(CompanyPage, { count: 1, results: [{ id: 'a', name: 'b', more: 1 }] }),
  }),
);
