"""Make and check the locked requirements.

    python deploy/locks.py make     resolve every requirements/*.in afresh (needs the network)
    python deploy/locks.py check    prove offline that the locks belong to their *.in files

A lock's first line records a digest of the files it was made from, so that a forgotten `make lock`
is found without asking an index. No lock may name an index: everybody has their own mirror.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"
# Later sets are resolved against the earlier ones, so that tests run what production runs.
SETS = ("uv", "base", "dev")
DIGEST_LINE = "# Made by `make lock`. Digest of the inputs: "


def inputs_of(name: str) -> list[Path]:
    """The `.in` file of a set and every `.in` file it includes."""
    found = [REQUIREMENTS / f"{name}.in"]
    for line in found[0].read_text().splitlines():
        if line.startswith("-r "):
            found += inputs_of(line.removeprefix("-r ").strip().removesuffix(".in"))
    return found


def digest_of(name: str) -> str:
    """A digest of the packages asked for; comments and blank lines do not count."""
    asked_for = [
        line.split("#")[0].strip()
        for path in inputs_of(name)
        for line in path.read_text().splitlines()
    ]
    return hashlib.sha256("\n".join(filter(None, asked_for)).encode()).hexdigest()


def make() -> int:
    """Resolve each set and write its lock with the digest on top."""
    for name in SETS:
        lock = REQUIREMENTS / f"{name}.txt"
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-header", "--no-emit-index-url"]
        command += [
            "--no-emit-find-links",
            f"requirements/{name}.in",
            "-o",
            f"requirements/{name}.txt",
        ]
        if name == "dev":
            command += ["-c", "requirements/base.txt"]
        subprocess.run(command, cwd=REQUIREMENTS.parent, check=True)
        record(lock, digest_of(name))
        print(f"{lock.name}: locked")
    return check()


def record(lock: Path, digest: str) -> None:
    """Put the digest line on top of a freshly made lock."""
    pins = [line for line in lock.read_text().splitlines() if not line.startswith(DIGEST_LINE)]
    lock.write_text("\n".join([DIGEST_LINE + digest, *pins]) + "\n")


def problems_of(name: str) -> list[str]:
    """What is wrong with one lock, in words that say what to do."""
    lines = (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    problems = []
    if lines[0] != DIGEST_LINE + digest_of(name):
        problems.append(f"{name}.txt was not made from the present {name}.in: run `make lock`")
    if any("://" in line for line in lines):
        problems.append(
            f"{name}.txt names an index or an address: a lock holds pins and hashes only"
        )
    return problems


def check() -> int:
    """Print every problem; the exit status says whether there was one."""
    problems = [problem for name in SETS for problem in problems_of(name)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("Locks match their inputs.")
    return 1 if problems else 0


if __name__ == "__main__":
    actions = {"make": make, "check": check}
    sys.exit(actions[sys.argv[1]]())
