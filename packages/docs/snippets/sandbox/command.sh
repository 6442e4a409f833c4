npx truework-sandbox --port 4019 --data sandbox.db --log json
