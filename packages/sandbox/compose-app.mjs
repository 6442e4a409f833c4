// The app of compose.yaml: creates a verification, and is notified of what becomes of it.
import { createServer } from 'node:http';

const { TRUEWORK_URL, TRUEWORK_TOKEN, TRUEWORK_WEBHOOK_TOKEN, PORT } = process.env;

const server = createServer(async (request, response) => {
  if (request.headers['x-truework-token'] !== TRUEWORK_WEBHOOK_TOKEN) {
    response.writeHead(401).end();
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  response.writeHead(204).end();
  const { state } = JSON.parse(body).data;
  console.log('notified:', state);
  if (state === 'completed') server.close();
});

server.listen(Number(PORT), async () => {
  const response = await fetch(`${TRUEWORK_URL}/verification-requests/`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TRUEWORK_TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      type: 'employment-income',
      permissible_purpose: 'credit-application',
      loan_id: 'L-20011',
      target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
    }),
  });
  if (!response.ok) throw new Error(`The sandbox rejected it: ${response.status} ${await response.text()}`);
  console.log('created:', (await response.json()).state);
});
