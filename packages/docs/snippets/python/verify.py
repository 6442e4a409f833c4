import json
import os
import time
import urllib.request
from decimal import Decimal

URL = os.environ.get("TRUEWORK_URL", "http://127.0.0.1:4019")
FINAL = {"completed", "canceled", "invalid"}


class NoRedirects(urllib.request.HTTPRedirectHandler):
    # A social security number must not follow a redirect.
    def redirect_request(self, *args):
        return None


opener = urllib.request.build_opener(NoRedirects)


def call(method, path, body=None):
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": "Bearer tw_sk_test_example",
            "Accept": "application/json; version=2019-10-15",
            "Content-Type": "application/json",
        },
    )
    # Sent once: what repeats a create after a timeout pays twice.
    with opener.open(request, timeout=60) as response:
        return json.load(response)


verification = call("POST", "/verification-requests/", {
    "type": "employment-income",
    "permissible_purpose": "credit-application",
    "loan_id": "loan-4711",
    "target": {
        "first_name": "Riley",
        "last_name": "Sample",
        "social_security_number": "000-00-0001",
    },
})
while verification["state"] not in FINAL:
    time.sleep(0.2)
    verification = call("GET", f"/verification-requests/{verification['id']}")

for report in verification.get("reports") or []:
    employee = report["employee"]
    ended = employee.get("termination_date") or employee.get("end_of_employment")
    print(report["employer"]["name"], employee["status"], ended)
    for year in employee.get("earnings") or []:
        print(int(year["year"]), Decimal(year["total"]))
