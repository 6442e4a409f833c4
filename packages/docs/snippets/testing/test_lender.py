import json
import os
import unittest
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("TRUEWORK_URL", "http://127.0.0.1:4019")


class Lender(unittest.TestCase):
    def setUp(self):
        # A key of its own for each test: no data, no faults, the time as it is.
        self.key = f"tw_sk_test_{uuid.uuid4().hex}"

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            URL + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Accept": "application/json; version=2019-10-15",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def create(self):
        return self.call("POST", "/verification-requests/", {
            "type": "employment-income",
            "permissible_purpose": "credit-application",
            "target": {
                "first_name": "Riley",
                "last_name": "Sample",
                "social_security_number": "000-00-0000",
            },
        })

    def test_completes_within_three_days(self):
        created = self.create()
        self.assertEqual(created["state"], "pending-approval")
        self.call("POST", "/_sandbox/clock/advance", {"by": "3 days"})
        verification = self.call("GET", f"/verification-requests/{created['id']}")
        self.assertEqual(verification["state"], "completed")

    def test_survives_a_server_error(self):
        self.call("POST", "/_sandbox/faults", {
            "operation": "createVerification", "times": 1, "fault": "status; code=503",
        })
        with self.assertRaises(urllib.error.HTTPError) as failure:
            self.create()
        self.assertEqual(failure.exception.code, 503)
        failure.exception.close()
        self.assertEqual(self.call("GET", "/verification-requests/")["count"], 0)


if __name__ == "__main__":
    unittest.main()
