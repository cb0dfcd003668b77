#!/bin/sh
# The strikes of a game day, against what runs in this namespace: STRIKES times, every EVERY seconds, the next of the list
# in `strike`. Pods get a second to end: no drain, and they come back on their disk. Not --force, with which the next one
# could begin beside the last on that disk. What is done to the gateways is undone after LASTS seconds. Then it stays, since
# a sidecar that ends is started again.
set -eu

strikes=${STRIKES:-8}
every=${EVERY:-35}
lasts=${LASTS:-20}
gateways=${GATEWAYS:-http://gateways:8090}

# Takes a random pod with this label away.
take() {
  pod=$(kubectl get pods --selector "$1" --output name | shuf -n 1)
  if [ -z "$pod" ]; then
    echo "there is no pod with $1" >&2
    exit 1
  fi
  echo "strike $n of $strikes: $pod is taken away"
  kubectl delete "$pod" --grace-period=1 --wait=false
}

# Has the gateways do something else for a while.
faults() {
  before=$(curl --fail --silent --show-error "$gateways/faults")
  echo "strike $n of $strikes: the gateways have $1"
  curl --fail --silent --show-error --request PUT --data "$1" "$gateways/faults" >/dev/null
  sleep "$lasts"
  curl --fail --silent --show-error --request PUT --data "$before" "$gateways/faults" >/dev/null
}

strike() {
  case $((n % 8)) in
    1 | 4 | 7) take app.kubernetes.io/name=order-pipeline ;;
    2) faults '{"payments.outage":1,"inventory.outage":1}' ;;
    3) take strimzi.io/cluster=orders,strimzi.io/broker-role=true ;;
    # Done, and nobody hears of it: the case that money depends on.
    5) faults '{"payments.timeout-after-success":0.3,"inventory.timeout-after-success":0.3}' ;;
    6) take app.kubernetes.io/name=gateways ;;
    0) faults '{"latency":"1s-4s"}' ;;
  esac
}

n=1
while [ "$n" -le "$strikes" ]; do
  begun=$(date +%s)
  strike
  rest=$((begun + every - $(date +%s)))
  [ "$rest" -le 0 ] || sleep "$rest"
  n=$((n + 1))
done
echo "no more strikes"
[ "${STAY:-true}" = false ] || exec sleep 86400
