npx truework-sandbox --port 4019 --people people.json --log json
