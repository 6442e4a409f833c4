/** A command that creates a credentials session, to copy. */
export function curlCommand(url: string): string {
  const body = {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
    target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-20-0000' },
  };
  return `curl ${url}/credentials/session -H 'Authorization: Bearer tw_sk_test_demo' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}
