#!/usr/bin/env bash
# In a network namespace of its own (freeDiameter listens on every address): the charging system, freeDiameter as relay in front of it, and a
# probe with our adapter in front of that. Arguments: directory with dra.conf, acl.conf and a certificate; ocs.escript; the probe's command.
set -euo pipefail
cd "$1"
ocs=$2
shift 2
ip link set lo up
ip addr add 10.9.0.1/32 dev lo
mkdir -p dict
mkfifo open
escript "$ocs" dict 3870 1000 <open >ocs.log 2>&1 &
ocs_pid=$!
exec 9>open
dra_pid=
trap 'exec 9>&-; kill $ocs_pid $dra_pid 2>/dev/null || true' EXIT
await() { # file, text
    for _ in $(seq 300); do
        if grep -q "$2" "$1" 2>/dev/null; then return 0; fi
        read -r -t 0.1 <> <(:) || true
    done
    echo "no '$2' in $1:" >&2
    tail -20 "$1" >&2
    return 1
}
await ocs.log ready
freeDiameterd -c dra.conf >dra.log 2>&1 &
dra_pid=$!
await dra.log "STATE_OPEN.*ocs.example"
"$@" || { tail -40 dra.log; exit 1; }
grep -c "STATE_OPEN.*pay1.tongbao.example" dra.log
