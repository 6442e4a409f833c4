import { redirect } from 'next/navigation';
import { makeTruework } from '../truework.js';

// A fetch of the application's own, which finds that nobody is signed in.
const truework = makeTruework(async () => redirect('/sign-in'));

export default async function Page() {
  await truework.verifications.list();
}
