"""What was said of public repositories and was not true: each a document and a history in small."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from git_repositories import Made, repository

from grounding.grounded import failing

_OLD = "def sass_dir(site):\n    return 1\n"

CASES: Mapping[str, tuple[str, str, Sequence[Mapping[str, str]]]] = {
    "an anchor that a plugin makes of a comment": (
        "docs/a.md",
        "See [it](b.md#config.draft) and [that](b.md#post-format).",
        [{"docs/b.md": "# B\n\n<!-- md:setting config.draft -->\n\n<!-- md:option post-format -->\n"}],
    ),
    "an anchor with signs that no heading's has": (
        "docs/a.md",
        "See [it](b.md#+toc.slugify) and [that](b.md#+type:abstract).",
        [{"docs/b.md": "# B\n"}],
    ),
    "an anchor that is made of a heading and a tab": (
        "docs/a.md",
        '### Anchor links\n\n=== "... or even me"\n\n    Jump [there](#anchor-links--or-even-me).\n',
        [{}],
    ),
    "a page that a build makes, while another folder has one of that name": (
        "docs/a.md",
        "See [it](settings.md#lint_select).",
        [{".gitignore": "docs/settings.md\n", "crates/x/settings.md": "# Other\n\n## select\n"}],
    ),
    "a folder that the project of the document ignores": (
        "apps/vs/AGENTS.md",
        "The types in `src/shared/proto/` are generated.",
        [{"src/shared/proto/a.ts": "export const a = 1\n"}, {"apps/vs/.gitignore": "src/shared/proto/\n"}],
    ),
    "a document that is there for a test": (
        "tests/testsuite/src/links.md",
        "- [Link anchor](#anchor)",
        [{}],
    ),
    "what an example of the document defines": (
        "docs/a.md",
        "```python\ntest_deps = Deps()\nwith agent.override(deps=test_deps):\n    pass\n```\n\n`test_deps` is used.",
        [{"tests/test_a.py": "def test_deps():\n    pass\n"}, {}],
    ),
    "a name that should become another": (
        "docs/a.md",
        "Names reflect what is done: `_call_function_tool` should become `_call_tool_traced`.",
        [{"src/a.py": "def _call_function_tool():\n    pass\n"}, {}],
    ),
    "an option of somebody else that code had long ago": (
        "docs/a.md",
        "The option `sass_dir` names the folder.",
        [{"src/a.py": _OLD, "docs/a.md": "# A\n"}, {}, *[{}] * 800],
    ),
    "a setting of somebody else that code still has as an attribute": (
        "docs/a.md",
        "Pages that MkDocs excludes (`exclude_docs`) are not read.",
        [
            {"src/a.py": "def exclude_docs():\n    pass\n"},
            {"src/a.py": "class Inputs:\n    def read(self, config):\n        return config.exclude_docs\n"},
        ],
    ),
    "a post of a day": (
        "site/_posts/2024-05-24-news.md",
        "We changed `tests/test_coder.py`.",
        [{"tests/test_coder.py": "a\n"}, {}],
    ),
    "the log of a chat": (
        "examples/add-test.md",
        "#### /run pytest tests/test_commands.py\n",
        [{"tests/test_commands.py": "a\n"}, {}],
    ),
    "a word in small letters": (
        "README.md",
        "Search files by `color`.",
        [{"src/a.py": "def color():\n    pass\n", "README.md": "The `color`.\n"}, {}],
    ),
    "a type of somebody else of which no document spoke": (
        "README.md",
        "Fill in a `Form`.",
        [{"src/a.ts": "export class Form {\n}\n", "README.md": "# A\n"}, {}],
    ),
    "a variable of another program that was set once": (
        "README.md",
        "Set `RUST_BACKTRACE` to see more.",
        [
            {"ci.sh": "export RUST_BACKTRACE=1\n", "README.md": "# A\n"},
            *[{"README.md": "# A\n"}] * 800,
        ],
    ),
    "a script of the reader's project": (
        "docs/a.md",
        "Then run `npm run build`.",
        [
            {"package.json": '{\n  "scripts": {\n    "build": "vite"\n  }\n}\n'},
            {"package.json": '{\n  "scripts": {\n    "lint": "eslint"\n  }\n}\n'},
        ],
    ),
    "a folder of the reader that is called as one that the top had": (
        "docs/a.md",
        "Put them into `styles/`.",
        [{"styles/a.css": "a {}\n"}, {}],
    ),
    "an option in the documents of an old version": (
        "website/versioned_docs/version-1.21.0/rules.md",
        "* `functionThreshold` (default: `6`)",
        [{"src/Rule.kt": "class Rule {\n    val functionThreshold = 6\n}\n"}, {}],
    ),
    "a name in a guide to a migration": (
        "website/MigrationGuide.mdx",
        "All uses of the class `BaseRule` are found.",
        [{"src/Rule.kt": "class BaseRule {\n}\n"}, {}],
    ),
    "a file that any project has, far below the top": (
        ".agents/skills/tui/references/react.md",
        "### Entry point (`src/index.tsx`)",
        [{"src/index.tsx": "export const app = 1;\n"}, {}],
    ),
    "a folder that git ignores, written from below the top": (
        ".agents/rules.md",
        "- `src/shared/proto/` has the types.",
        [
            {"apps/web/src/shared/proto/a.ts": "export const a = 1;\n"},
            {".gitignore": "apps/web/src/shared/proto/\n"},
        ],
    ),
    "a file beside one of the reader's": (
        "docs/admin/location.md",
        "Use `./admin/importMap.js` if it is in a sibling folder.",
        [{"app/admin/importMap.js": "export const map = {};\n"}, {}],
    ),
    "a field that an example of the document declares": (
        "README.md",
        "```java\n@Rule public final MockRule serverRule = new MockRule();\n```\n\nThe `serverRule` field has it.",
        [
            {
                "src/ATest.kt": "class A {\n    val serverRule = MockRule()\n}\n",
                "README.md": "The `serverRule` field has it.\n",
            },
            {},
        ],
    ),
    "a variable that a library puts together from the beginning of ours": (
        "docs/a.md",
        "Use an environment variable: `COMPOSER_ALLOW_XDEBUG=1`.",
        [
            {
                "src/a.php": "<?php\nif (getenv('COMPOSER_ALLOW_XDEBUG')) {\n}\n",
                "docs/a.md": "Use an environment variable: `COMPOSER_ALLOW_XDEBUG=1`.\n",
            },
            {"src/a.php": "<?php\n$handler = new Handler('COMPOSER_');\ngetenv('COMPOSER_HOME');\n"},
        ],
    ),
}


@pytest.mark.parametrize(("document", "text", "states"), CASES.values(), ids=[*CASES])
def test_nothing_is_said(
    tmp_path: Path, document: str, text: str, states: Sequence[Mapping[str, str]]
) -> None:
    *before, last = states
    repository(tmp_path, [*map(Made, before), Made({**last, document: text})])
    assert failing(tmp_path, document) == []
