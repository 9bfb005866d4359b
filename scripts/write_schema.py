#!/usr/bin/env python3
"""Writes the document schema where the editor's build finds it; run after changing the schema."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "frontend" / "src" / "editor" / "schema.json"


def main() -> None:
    """Write `hefa.core.document.as_json` as the editor reads it."""
    sys.path.insert(0, str(ROOT / "src"))
    from hefa.core.document import as_json  # noqa: PLC0415  # the path is set just above

    text = json.dumps(as_json(), ensure_ascii=False, indent=1)
    SCHEMA.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
