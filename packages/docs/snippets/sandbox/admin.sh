url=${TRUEWORK_URL:-http://127.0.0.1:4019}

curl --fail --silent "$url/_sandbox/clock/advance" \
  --header 'Authorization: Bearer tw_sk_test_example' \
  --header 'Content-Type: application/json' \
  --data '{"by": "3 days"}'

curl --fail --silent "$url/_sandbox/faults" \
  --header 'Authorization: Bearer tw_sk_test_example' \
  --header 'Content-Type: application/json' \
  --data '{"operation": "createVerification", "times": 1, "fault": "status; code=503"}'

curl --fail --silent --request PUT "$url/_sandbox/people" \
  --header 'Authorization: Bearer tw_sk_test_example' \
  --header 'Content-Type: application/json' \
  --data @people.json
