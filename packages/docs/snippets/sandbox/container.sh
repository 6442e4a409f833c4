docker build -f packages/sandbox/Containerfile -t truework-sandbox .
docker run --rm -p 127.0.0.1:4019:4019 -v truework-sandbox:/data truework-sandbox
