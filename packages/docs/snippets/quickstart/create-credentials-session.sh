url=${TRUEWORK_URL:-http://127.0.0.1:4019}

curl --request POST "$url/credentials/session" \
  --header 'Authorization: Bearer tw_sk_test_example' \
  --header 'Accept: application/json; version=2019-10-15' \
  --header 'Content-Type: application/json' \
  --data '{
    "type": "employment-income",
    "permissible_purpose": "credit-application",
    "use_case": "mortgage",
    "target": {
      "first_name": "Riley",
      "last_name": "Sample",
      "social_security_number": "000-20-0000"
    }
  }'
