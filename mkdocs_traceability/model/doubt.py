"""What cannot be known without a build: how the sentence begins that says so, and what to do about it."""

from typing import Final

ABOUT_PAGES: Final = "all pages of this site are known only in a build"
BUILD: Final = "run `mkdocs build --strict`"
