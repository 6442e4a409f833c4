import { truework } from '../truework.js';

export default async function Page() {
  const { results } = await truework.verifications.list();
  return results.map(({ id, target }) => <p key={id}>{target.first_name}</p>);
}
