#!/usr/bin/env bash
# The long forms of the tests of faults: 200 kills of each command, every system call that writes failing in turn, forty sizes of disk, and
# two hundred races for one folder. Takes an hour or two on two cores. Give names of tests to run only these: long.sh faults::kills::run
set -euo pipefail
cd "$(dirname "$0")/../.."

export OFFRAMP_KILLS="${OFFRAMP_KILLS:-200}"           # of each command
export OFFRAMP_INJECTIONS="${OFFRAMP_INJECTIONS:-0}"   # for each call and fault; 0 is every call there is
export OFFRAMP_DISKS="${OFFRAMP_DISKS:-40}"            # sizes from 16 KiB on, 16 KiB apart
export OFFRAMP_RACES="${OFFRAMP_RACES:-200}"           # of four processes each

cargo test --test offramp "${@:-faults}" -- --nocapture --test-threads 2
