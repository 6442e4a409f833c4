/** What the script at https://js.truework.com/v1 adds to the page. */
declare const Truework: {
  credentials: {
    Env: { Production: string; Sandbox: string };
    init(options: {
      publishableKey: string;
      sessionToken: string;
      env: string;
    }): {
      open(): void;
      onSuccess(callback: () => void): void;
      onClose(callback: () => void): void;
      onError(callback: (error: { type: 'error'; code: number }) => void): void;
    };
  };
};

export async function verifyIncome(
  loan: string,
  applicant: object,
): Promise<void> {
  const response = await fetch(`/loans/${loan}/session`, {
    method: 'POST',
    body: JSON.stringify(applicant),
  });
  const { sessionToken } = await response.json();

  const widget = Truework.credentials.init({
    publishableKey: 'tw_pk_test_example',
    sessionToken,
    env: Truework.credentials.Env.Sandbox,
  });
  widget.onSuccess(() => console.log('Thank you. We will check your income.'));
  widget.onClose(() => console.log('You can log in later.'));
  widget.onError(({ code }) =>
    console.log(
      code === 0
        ? 'We cannot check your income now.'
        : 'Please check your login.',
    ),
  );
  widget.open();
}
