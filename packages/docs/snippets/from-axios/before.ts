import axios from 'axios';

const { TRUEWORK_URL: baseURL = 'http://127.0.0.1:4019' } = process.env;
const api = axios.create({
  baseURL,
  headers: {
    Authorization: 'Bearer tw_sk_test_example',
    Accept: 'application/json; version=2019-10-15',
  },
});

const { data: created } = await api.post('/verification-requests/', {
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
console.log(created.state);

try {
  await api.get('/verification-requests/no-such-id');
} catch (error) {
  if (!axios.isAxiosError(error)) throw error;
  console.log(error.response?.status, error.response?.data.error.message);
  // The error holds the request, its key and the response.
  console.log(JSON.stringify(error.config).includes('tw_sk_test_example'));
}
