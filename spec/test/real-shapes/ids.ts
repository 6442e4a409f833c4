export const verificationId = 'AAAAAAAAEjQAB-made-up-verification-made-up-verification-';
export const reportId = 'AAAAAAAAEjUAC-made-up-report-made-up-report-made-up-repo';
export const token = 'made-up-session-token-made-up-session-token';
