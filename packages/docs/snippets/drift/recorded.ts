import { drift } from '@truework-legacy/zod';
import { getVerification } from '@truework-legacy/zod/response';

// A response from your logs or your database.
const recorded: unknown = JSON.parse(`{
  "id": "AAAAAAAAQnIA",
  "created": "2019-11-05T17:08:44.819814Z",
  "state": "completed",
  "type": "employment",
  "permissible_purpose": "credit-application",
  "price": { "amount": 39.95, "currency": "USD" },
  "turnaround_time": {},
  "target": { "first_name": "Riley", "last_name": "Sample", "middle_name": "Q" }
}`);

for (const { path, kind } of drift(getVerification[200], recorded))
  console.log(path, kind);
