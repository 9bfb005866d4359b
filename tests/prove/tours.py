"""Tours real Word files again and again; each must come out well and equal to itself."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEFA = Path(sys.executable).with_name("hefa")


def main() -> int:
    """Run as many tours as the argument says; exit 0 only when every one is well."""
    count = int(sys.argv[1])
    files = sorted((ROOT / "docs" / "samples").glob("*.docx"))
    fingerprints: dict[Path, set[str]] = {file: set() for file in files}
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HEFA_HOME": home}
        for number in range(count):
            file = files[number % len(files)]
            done = subprocess.run(
                [HEFA, "tour", str(file), "--json"],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                print(done.stdout, done.stderr)
                return 1
            fingerprints[file].add(json.loads(done.stdout)["package_sha256"])
    differing = [file.name for file, seen in fingerprints.items() if len(seen) > 1]
    print(f"seed —, {count} tours, {len(differing)} files with more than one fingerprint")
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
