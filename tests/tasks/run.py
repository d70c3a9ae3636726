#!/usr/bin/env python3
"""Does every task of docs/tasks.md literally, in an empty folder, and writes down how long each took.

    tests/tasks/run.py target/release/offramp            # does them all and says what failed
    tests/tasks/run.py target/release/offramp --write    # besides, puts the seconds into docs/tasks.md

A task is a row of the table: number, what somebody wants, the commands (in backticks, one after another), seconds, what they get.
Commands are typed into bash in the folder where the earlier ones were, with `offramp` on the path and the repository's `scenarios`
beside. A task fails if a command does, except where the row says "exits with N".
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tasks.md"
ROW = re.compile(r"^\| (\d+) \| ([^|]*) \| (.*) \| ([\d.]*) \| ([^|]*) \|$")
CODE = re.compile(r"`([^`]+)`")
EXIT = re.compile(r"exits with (\d+)")


def tasks(text):
    """The rows of the table: number, line, commands, exit code of the last."""
    for number, line in enumerate(text.splitlines()):
        if found := ROW.match(line):
            commands = [command.replace("\\|", "|") for command in CODE.findall(found[3])]
            expected = EXIT.search(found[5])
            yield int(found[1]), number, commands, int(expected[1]) if expected else 0


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    text = PAGE.read_text(encoding="utf-8")
    lines = text.splitlines()
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "bin").mkdir()
        (folder / "bin" / "offramp").symlink_to(binary)
        shutil.copytree(ROOT / "scenarios", folder / "scenarios")
        path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
        environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
        for number, line, commands, expected in tasks(text):
            began = time.monotonic()
            for place, command in enumerate(commands):
                done = subprocess.run(
                    ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
                )
                wanted = expected if place == len(commands) - 1 else 0
                if done.returncode != wanted:
                    failed.append(number)
                    print(f"{number}: `{command}` ended with {done.returncode}\n{done.stderr[-2000:]}")
                    break
            seconds = time.monotonic() - began
            print(f"{number:3} {seconds:6.1f} s  {' ; '.join(commands)[:100]}", flush=True)
            cells = lines[line].split(" | ")
            cells[-2] = f"{seconds:.1f}"
            lines[line] = " | ".join(cells)
    if "--write" in sys.argv:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if failed:
        sys.exit(f"tasks that did not work: {failed}")


if __name__ == "__main__":
    main()
