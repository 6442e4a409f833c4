import { makeTruework } from '../truework.js';

// Who wants the data of one moment in every page says so.
const truework = makeTruework((url, init) => fetch(url, { ...init, cache: 'force-cache' }));

export default async function Page() {
  const { count } = await truework.verifications.list();
  return <p>{count} verifications</p>;
}
