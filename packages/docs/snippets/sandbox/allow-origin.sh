npx truework-sandbox --allow-origin http://localhost:3000
