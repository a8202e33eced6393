"""House rules that no tool checks: files of at most 300 lines, each saying on its first line what it is for."""

import sys
from pathlib import Path

LIMIT = 300
PACKAGES = ("roles", "transcription", "bridge")
ALLOWED_AT_TOP = {
    "pyproject.toml", "README.md", "bridge", "transcription", "roles", "tests", "deploy", "Makefile", "CHANGELOG.md",
    "DECISIONS.md", "requirements.lock", "requirements-dev.lock", "requirements-training.lock",
}  # fmt: skip
LOCAL = {"var", "build", "dist"}


def broken_rules(root: Path) -> list[str]:
    """One line for each broken rule, with the file and what to do."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            lines = path.read_text(encoding="utf-8").splitlines()
            name = path.relative_to(root)
            if len(lines) > LIMIT:
                found.append(f"{name}: {len(lines)} lines; split it so that each file has at most {LIMIT}")
            if lines and not lines[0].startswith(('"""', "'''")):
                found.append(f"{name}: its first line does not say what the file is for")
    for path in sorted((root / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        paces = path.parent.name == "bench" and not path.name.startswith("test_")
        if path.name != "house_rules.py" and not paces and ("time.sleep(" in text or "asyncio.sleep(" in text):
            found.append(f"{path.relative_to(root)}: sleeps; wait for a condition instead")
    for path in root.iterdir():
        if (
            path.name not in ALLOWED_AT_TOP | LOCAL
            and not path.name.startswith(".")
            and not path.name.endswith(".egg-info")
        ):
            found.append(f"{path.name}: does not belong at the top of the project")
    return found


if __name__ == "__main__":
    rules = broken_rules(Path(__file__).parent.parent)
    print("\n".join(rules))
    sys.exit(1 if rules else 0)
