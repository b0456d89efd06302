"""The site that MkDocs builds around our pages: addresses, language, templates, editor."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_traceability.mkdocs.messages import log
from mkdocs_traceability.mkdocs.theme import language_of, own_templates
from mkdocs_traceability.model.editors import editor_url
from mkdocs_traceability.pages.site_context import SiteContext

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from mkdocs_traceability.mkdocs.shown_files import ShownFiles
    from mkdocs_traceability.settings.load import Settings


class Around:
    """What one build has around our pages; what a server keeps of them goes on with that of the next build.

    `exports` are the paths of the files that we publish beside the pages. `complaints` are what was wrong
    with templates and catalogues that the site has written.
    """

    def __init__(
        self,
        files: "Files",
        config: "MkDocsConfig",
        shown: "ShownFiles",
        settings: "Settings",
        *,
        serving: bool,
    ) -> None:
        self.exports: set[str] = set()
        self.complaints: set[str] = set()
        self._serving = serving
        self._settings = settings
        self.go_on(files, config, shown)

    def go_on(self, files: "Files", config: "MkDocsConfig", shown: "ShownFiles") -> None:
        """Answer for another build from now on, which has the same settings and a configuration alike."""
        self._files, self._config, self._shown = files, config, shown

    @property
    def said(self) -> tuple[Any, ...]:
        """What the configuration says of how our pages look."""
        config = self._config
        said = (language_of(config), own_templates(config), config.repo_url or "", config.edit_uri or "")
        return (*said, self.has_own_templates, config.site_dir, config.use_directory_urls)

    @property
    def has_own_templates(self) -> bool:
        """Whether the site draws our pages its own way: such files may be another's at any time."""
        return any(folder.is_dir() for folder in own_templates(self._config))

    def addresses(self) -> dict[str, str]:
        """Return the address of every file that our pages can lead to, by its source path."""
        return {file.src_uri: file.url for file in self._files if self._leads_to(file)}

    def _leads_to(self, file: "File") -> bool:
        return self._shown.has(file) and (file.src_uri in self.exports or file.is_documentation_page())

    def context(self) -> SiteContext:
        """Return what our pages are told."""
        config = self._config
        return SiteContext(
            self.url_of,
            language_of(config),
            own_templates(config),
            config.repo_url or "",
            config.edit_uri or "",
            self._in_editor,
            self._complain,
        )

    def url_of(self, uri: str) -> str | None:
        """Return the address of a page or of a file of ours, from the root; None where there is none."""
        file = self._files.get_file_from_path(uri)
        return file.url if file is not None and self._leads_to(file) else None

    def _in_editor(self, path: str, line: int, column: int) -> str:
        """Return what opens a source in an editor: only on a server, so that no path of it is published."""
        settings = self._settings
        editor = settings.presentation.editor if self._serving else ""
        file = os.path.abspath(settings.root / path)  # noqa: PTH100 - the path as it is written, links and all
        return editor_url(editor, Path(file), line, column)

    def _complain(self, message: str) -> None:
        """Warn of a template or catalogue that the site has written, once for each build."""
        if message not in self.complaints:
            self.complaints.add(message)
            log.warning(message)
