#!/bin/sh
# Builds the image of the Containerfile, runs it, and checks what the README says of it. Needs Docker and curl.
# With Podman: CONTAINER_ENGINE=podman packages/sandbox/check-container.sh
set -eu
cd "$(dirname "$0")/../.."

engine=${CONTAINER_ENGINE:-docker}
name=truework-sandbox-check-$$
key='Authorization: Bearer tw_sk_test_container'

case $engine in
  *podman) format='--format docker' ;;
  *) format='' ;;
esac

clean_up() {
  "$engine" rm --force "$name" >/dev/null 2>&1 || true
  "$engine" volume rm --force "$name" >/dev/null 2>&1 || true
  "$engine" rmi "$name" >/dev/null 2>&1 || true
}
trap clean_up EXIT
trap 'exit 130' INT TERM

fail() {
  echo "failed: $1" >&2
  "$engine" logs "$name" >&2 || true
  exit 1
}

in_image() {
  command=$1
  shift
  "$engine" run --rm --entrypoint "$command" "$name" "$@"
}

is_healthy() {
  case $engine in
    *podman) "$engine" healthcheck run "$name" >/dev/null 2>&1 ;;
    *) test "$("$engine" inspect --format '{{.State.Health.Status}}' "$name")" = healthy ;;
  esac
}

# Sets $url once the container is healthy.
wait_until_healthy() {
  tries=0
  until is_healthy; do
    tries=$((tries + 1))
    test "$tries" -lt 150 || fail 'it was not healthy within 30 seconds'
    sleep 0.2
  done
  url=http://$("$engine" port "$name" 4019/tcp | head -n 1)
}

# A signal that does not arrive is followed by SIGKILL after 10 seconds, which is exit code 137.
stop() {
  "$engine" stop "$name" >/dev/null
  code=$("$engine" inspect --format '{{.State.ExitCode}}' "$name")
  test "$code" = 0 || fail "SIGTERM ended it with $code"
  "$engine" logs "$name" 2>&1 | grep -q '"event":"stopped"' || fail 'it did not say that it stopped'
}

# shellcheck disable=SC2086 # no format is no argument
"$engine" build $format --file packages/sandbox/Containerfile --tag "$name" .

kilobytes=$(in_image du -sk /sandbox | cut -f 1)
echo "It holds $kilobytes kB beside its base image."
test "$kilobytes" -lt 40000 || fail 'that is more than 40000 kB'
test "$(in_image id -un)" = node || fail 'its user is not node'
leftover=$(in_image find /sandbox -name vitest -o -name typescript -o -name '*.test.*' -not -path '*/node_modules/*')
test -z "$leftover" || fail "it holds what only development needs: $leftover"

"$engine" run --detach --name "$name" --publish 127.0.0.1::4019 --volume "$name:/data" "$name" --seed 7 >/dev/null
wait_until_healthy
created=$(curl --fail --silent --show-error "$url/verification-requests/" \
  --header "$key" --header 'Content-Type: application/json' --data '{
    "type": "employment-income",
    "permissible_purpose": "credit-application",
    "target": { "first_name": "Riley", "last_name": "Sample", "social_security_number": "000-00-0000" }
  }') || fail 'it did not create a verification'
id=$(echo "$created" | sed -n 's/.*"id":"\([^"]*\)".*/\1/p')
stop
echo 'It created a verification, and stopped on SIGTERM.'

"$engine" start "$name" >/dev/null
wait_until_healthy
curl --fail --silent --show-error "$url/verification-requests/$id/" --header "$key" >/dev/null ||
  fail "it forgot verification $id over a restart"
stop
"$engine" rm "$name" >/dev/null
echo 'It had the verification after a restart.'

"$engine" run --detach --name "$name" --publish 127.0.0.1::4019 --read-only --cap-drop ALL \
  --security-opt no-new-privileges "$name" --data :memory: --no-admin >/dev/null
wait_until_healthy
stop
echo 'It ran in memory, with a file system that is read-only and without capabilities.'
