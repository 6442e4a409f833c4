import { truework } from '../truework.js';

export default async function Page() {
  const result = await truework.verifications.list().result();
  return <p>{result.ok ? result.data.results[0].target.first_name : result.error.code}</p>;
}
