import { apiVersion } from '@truework-legacy/client';
import { fullSession } from '../verification-inputs.ts';

/** The status of the response to each spelling of a reseller's purpose. */
export type ResellerPurpose = Readonly<Record<(typeof spellings)[number], number>>;

const spellings = ['permissible_purpose', 'permissable_purpose'] as const;

/** Asks which spelling of a reseller's purpose a server takes. With credentials sessions, which create no verification. */
export async function askResellerPurpose(
  origin: string,
  token: string,
  fetch: typeof globalThis.fetch,
): Promise<ResellerPurpose> {
  const ask = async (spelling: string) => {
    const { permissible_purpose, reseller_originating_party: _, ...session } = fullSession;
    const party = {
      originating_party: 'Example Community Bank',
      use_case: 'mortgage',
      [spelling]: permissible_purpose,
    };
    const response = await fetch(`${origin}/credentials/session`, {
      method: 'POST',
      headers: {
        Accept: `application/json; version=${apiVersion}`,
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ ...session, permissible_purpose, reseller_originating_party: party }),
    });
    await response.body?.cancel();
    return response.status;
  };
  const [permissible_purpose, permissable_purpose] = [await ask(spellings[0]), await ask(spellings[1])];
  return { permissible_purpose, permissable_purpose };
}
