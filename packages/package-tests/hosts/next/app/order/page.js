import { truework } from '../truework.js';

export default async function Page() {
  const { id } = await truework.verifications.create({
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
  });
  return <p>{id}</p>;
}
