import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

// In your code: await readFile('authorization.pdf').
const signed = Buffer.from('%PDF-1.4\n%%EOF\n');

const { documents } = await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'employment',
  use_case: 'background',
  additional_information: 'Hired through an agency.',
  metadata: { candidate: 'c-118' },
  documents: [
    { filename: 'authorization.pdf', content: signed.toString('base64') },
  ],
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    company: { name: 'Example Widgets LLC', city: 'Springfield', state: 'IL' },
  },
});
console.log(documents);
