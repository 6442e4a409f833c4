import { createTruework } from '@truework-legacy/client';

const verificationInput = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
} as const;

/**
 * Creates a verification at servers that fail.
 *
 * @param servers - A base URL by the name of what goes wrong there.
 * @returns The `code` of the error by that name.
 */
export async function createAt(servers: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const codes: Record<string, string> = {};
  for (const [name, environment] of Object.entries(servers)) {
    const truework = createTruework({ token: 'tw_sk_test_example', environment });
    const result = await truework.verifications.create(verificationInput).result();
    codes[name] = result.ok ? 'no failure' : result.error.code;
  }
  return codes;
}
