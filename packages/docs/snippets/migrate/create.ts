import type { VerificationInput } from '@truework-legacy/client';
import { toOrder } from '@truework-legacy/migrate';

const input: VerificationInput = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    company: { id: 1, name: 'Example Widgets LLC', state: 'IL' },
  },
};

const before = toOrder(input);
for (const { kind, path } of before.notes) console.log(kind, path);

const { request } = toOrder(input, {
  supplied: { use_case: 'mortgage', search_key: 'order-20011' },
});
console.log(request?.method, request?.path, request?.body.target);
