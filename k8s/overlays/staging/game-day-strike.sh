#!/bin/sh
# Takes instances of the pipeline away without grace: no drain, two seconds from the kubelet, and the pod comes back on
# its disk. KILLS times, every EVERY seconds, a random one. Then it stays, since a sidecar that ends is started again.
set -eu

kills=${KILLS:-6}
every=${EVERY:-45}

n=1
while [ "$n" -le "$kills" ]; do
  sleep "$every"
  pod=$(kubectl get pods --selector app.kubernetes.io/name=order-pipeline --output name | shuf -n 1)
  if [ -z "$pod" ]; then
    echo "no instance to kill" >&2
    exit 1
  fi
  echo "kill $n of $kills: $pod"
  kubectl delete "$pod" --grace-period=0 --force --wait=false
  n=$((n + 1))
done
echo "no more kills"
[ "${STAY:-true}" = false ] || exec sleep 86400
