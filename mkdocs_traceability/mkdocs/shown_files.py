"""Which files are in the site that is being made: MkDocs decides, and the blog hides its posts from it."""

from collections.abc import Mapping
from typing import Any

from mkdocs.structure.files import File


class ShownFiles:
    """Tells which files are in the site: drafts are while serving, and so are the posts of blogs."""

    def __init__(self, plugins: Mapping[str, Any], *, serving: bool) -> None:
        self._serving = serving
        self._posts = blog_posts(plugins)

    def is_published(self, file: File) -> bool:
        """Whether a file is in the site, and no draft."""
        return bool(file.inclusion.is_included()) or file.src_uri in self._posts

    def has(self, file: File) -> bool:
        """Whether a file is in the site."""
        inclusion = file.inclusion
        shown = bool(inclusion.is_in_serve() if self._serving else inclusion.is_included())
        return shown or file.src_uri in self._posts


def blog_posts(plugins: Mapping[str, Any]) -> frozenset[str]:
    """Return the source paths of the posts of Material's blogs, drafts not among them.

    While files are gathered, the blog keeps its posts out of the navigation as if they were excluded.
    """
    blogs = (plugin for name, plugin in plugins.items() if name.partition(" ")[0] == "material/blog")
    posts = (post for plugin in blogs for post in getattr(getattr(plugin, "blog", None), "posts", ()))
    return frozenset(post.file.src_uri for post in posts)
