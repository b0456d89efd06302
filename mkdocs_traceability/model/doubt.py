"""What cannot be known without a build: how the sentence begins that says so, and what to do about it."""

from typing import Final

ABOUT_PAGES: Final = "only a build can know all pages of this site"
BUILD: Final = "run `mkdocs build --strict`"
