"""What the tools that extend Sphinx have in common."""

from benchmarks.generate import Corpus


def index(corpus: Corpus, *others: str) -> str:
    """Return the first page, with the pages of all areas and the others below it."""
    pages = [*(area.code for area in corpus.areas), *others]
    lines = ["Benchmark", "=========", "", ".. toctree::", "", *(f"   {page}" for page in pages)]
    return "\n".join(lines) + "\n"
