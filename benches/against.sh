#!/usr/bin/env bash
# Times two builds of offramp against each other: processor time of whole batches on one thread, in alternation.
#
#   benches/against.sh BASELINE [CURRENT] [ROUNDS]
#
# BASELINE and CURRENT are binaries; CURRENT is target/release/offramp if left out. Each scenario is played with few and
# with many runs, and only the difference counts, so that loading and writing are not in it. Prints the median of the
# rounds: microseconds a run for either, and the ratio.
set -euo pipefail
cd "$(dirname "$0")/.."

baseline=${1:?which binary is the baseline?}
current=${2:-target/release/offramp}
rounds=${3:-5}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
TIMEFORMAT='%U'

# user_time BINARY SCENARIO RUNS
user_time() {
  { time "$1" run "$2" -n "$3" -j 1 -o "$scratch/out" --force --quiet >"$scratch/log" 2>&1; } 2>&1
}

# per_run BINARY SCENARIO FEW MANY: microseconds
per_run() {
  local few many
  few=$(user_time "$1" "$2" "$3")
  many=$(user_time "$1" "$2" "$4")
  awk -v few="$few" -v many="$many" -v runs="$(($4 - $3))" 'BEGIN { printf "%.2f\n", 1e6 * (many - few) / runs }'
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

printf '%-22s %14s %14s %8s\n' scenario 'baseline, us' 'current, us' ratio
for scenario in two-rivals iran-pakistan-2024/pair-only; do
  : >"$scratch/a"
  : >"$scratch/b"
  for _ in $(seq "$rounds"); do
    per_run "$baseline" "scenarios/$scenario.toml" 100 2100 >>"$scratch/a"
    per_run "$current" "scenarios/$scenario.toml" 100 12100 >>"$scratch/b"
  done
  a=$(median <"$scratch/a")
  b=$(median <"$scratch/b")
  printf '%-22s %14s %14s %8s\n' "$scenario" "$a" "$b" "$(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.1f", a / b }')"
done
