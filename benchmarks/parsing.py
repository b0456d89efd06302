"""Parse every Python file below a folder, and do nothing else: what the check of claims is measured in."""

import argparse
import ast
import gc
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parsing", description="Parse, and no more.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    gc.disable()
    files = sorted((folder / "src").rglob("*.py")) if (folder / "src").is_dir() else []
    lines = sum(ast.parse(file.read_bytes()).body[-1].lineno > 0 for file in files)
    print(f"{lines} files")


if __name__ == "__main__":
    main()
