#!/usr/bin/env bash
# The long form of fuzzing: every target, guided by coverage, until it has been given 10^8 bytes or an hour is over.
#
#   tests/fuzz/long.sh [SECONDS] [TARGET ...]
#
# SECONDS (3600) is the time for a target at the most; BYTES (10^8) in the environment how many bytes are enough. An input that takes more than a second or
# brings the process above 1024 MiB ends the target, and is left in target/fuzz/found. What is learned goes to target/fuzz/learned.
# Needs a nightly toolchain and `cargo install cargo-fuzz`.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD/tests/fuzz
seconds=${1:-3600}
bytes=${BYTES:-100000000}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(scenario extends expression path design manifest part game http)

work=$PWD/target/fuzz
mkdir -p "$work"
# No sanitizer: all code but one file is free of `unsafe`. Assertions and checks for overflow are on.
cargo +nightly fuzz build --fuzz-dir "$here" --target-dir "$work/build" --sanitizer none --release --debug-assertions
programs=$(find "$work/build" -type d -path '*-linux-*/release' | head -n 1)

failed=0
for target in "${targets[@]}"; do
  learned=$work/learned/$target found=$work/found/$target
  mkdir -p "$learned" "$found"
  begun=$SECONDS given=0
  # libFuzzer counts inputs, the target counts bytes: it is asked after every hundred seconds.
  while [ "$given" -lt "$bytes" ] && [ $((SECONDS - begun)) -lt "$seconds" ]; do
    left=$((seconds - (SECONDS - begun)))
    log=$work/$target.log
    if ! "$programs/$target" "$learned" "$here/corpus/$target" -dict="$here/words/$target.dict" -max_len=4096 -timeout=1 \
      -rss_limit_mb=1024 -max_total_time=$((left < 100 ? left : 100)) -artifact_prefix="$found/" -print_final_stats=1 \
      < /dev/null > "$log" 2>&1; then
      echo "$target: FAILED, see $log and $found"
      failed=1
      break
    fi
    played=$(sed -n 's/^PLAYED .* inputs \([0-9]*\) bytes$/\1/p' "$log" | tail -n 1)
    given=$((given + ${played:-0}))
  done
  grep -h -E 'cov: ' "$work/$target.log" | tail -n 1 | cut -c1-100 || true
  echo "$target: $given bytes in $((SECONDS - begun)) s, at most $(sed -n 's/^stat::peak_rss_mb: *//p' "$work/$target.log") MiB"
done
exit $failed
