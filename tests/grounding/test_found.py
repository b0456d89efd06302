"""What was broken on purpose in public repositories and must be found: each a document and two commits in small."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from git_repositories import repository

from grounding.grounded import failing

CASES: Mapping[str, tuple[str, str, Mapping[str, str], Mapping[str, str], str]] = {
    "a path from the folder of the document": (
        "docs/hooks/README.md",
        "See `examples/run.sh`.",
        {"docs/hooks/examples/run.sh": "a\n", "x/examples/b.sh": "b\n"},
        {"x/examples/b.sh": "b\n"},
        "",
    ),
    "a folder from the folder of the document": (
        "internal/ui/AGENTS.md",
        "- `styles/` has the colours.",
        {"internal/ui/styles/a.go": "package styles\n\nvar One = 1\n"},
        {"internal/ui/themes/a.go": "package styles\n\nvar One = 1\n"},
        "themes/",
    ),
    "a path from the top, written in a folder": (
        "backend/README.md",
        "Models are in `./backend/app/models.py`.",
        {"backend/app/models.py": "a = 1\n"},
        {"backend/app/tables.py": "a = 1\n"},
        "./backend/app/tables.py",
    ),
    "a constant in capitals, which is no variable": (
        "README.md",
        "The `HANDLED_ACTIONS` array says which.",
        {"src/a.ts": 'export const HANDLED_ACTIONS = ["run"];\n'},
        {"src/a.ts": 'export const SHOWN = ["run"];\n'},
        "SHOWN",
    ),
    "the address of a link beside the document": (
        "README.md",
        "Read [this](guide.md).",
        {"guide.md": "# A\n\nLong text.\n"},
        {"manual.md": "# A\n\nLong text.\n"},
        "manual.md",
    ),
    "the address of a link to a file of a name that others have": (
        "docs/a.md",
        "Read [this](guide.md).",
        {"docs/guide.md": "# A\n\nLong text.\n", "other/guide.md": "# B\n"},
        {"docs/more/guide.md": "# A\n\nLong text.\n", "other/guide.md": "# B\n"},
        "more/guide.md",
    ),
    "a heading of the document itself, which a build completes": (
        "docs/a.md",
        "{{ macro }}\n\nSee [it](#the-model).\n",
        {"docs/a.md": "{{ macro }}\n\nSee [it](#the-model).\n\n# The model\n"},
        {"docs/a.md": "{{ macro }}\n\nSee [it](#the-model).\n\n# Our model\n"},
        "#our-model",
    ),
    "a function of a package that is called `doc`, in Go": (
        "README.md",
        "`GenYaml` writes it.",
        {"doc/yaml.go": "package doc\n\nfunc GenYaml(w int) error {\n\treturn nil\n}\n"},
        {"doc/yaml.go": "package doc\n\nfunc WriteYaml(w int) error {\n\treturn nil\n}\n"},
        "WriteYaml",
    ),
    "a function after the name of its package, in Go": (
        "README.md",
        "Call `cobra.GetHelp()`.",
        {"help.go": "package cobra\n\nfunc GetHelp() string {\n\treturn x\n}\n"},
        {"help.go": "package cobra\n\nfunc HelpOf() string {\n\treturn x\n}\n"},
        "cobra.HelpOf",
    ),
    "a method after the name of its package, in Go": (
        "README.md",
        "`list.Prewarm` fills it.",
        {"list/list.go": "package list\n\ntype List struct{}\n\nfunc (l *List) Prewarm() {\n\tx()\n}\n"},
        {"list/list.go": "package list\n\ntype List struct{}\n\nfunc (l *List) Preheat() {\n\tx()\n}\n"},
        "list.Preheat",
    ),
    "one constant of several, in Go": (
        "README.md",
        "The state is `uiFocusMain`.",
        {"ui.go": "package ui\n\nconst (\n\tuiFocusNone state = iota\n\tuiFocusMain\n)\n"},
        {"ui.go": "package ui\n\nconst (\n\tuiFocusNone state = iota\n\tuiFocusList\n)\n"},
        "uiFocusList",
    ),
    "a method of what has conditions, in Rust": (
        "README.md",
        "See `Router::has_routes`.",
        {
            "src/lib.rs": (
                "pub struct Router<S> {}\n\nimpl<S> Router<S>\nwhere\n    S: Clone,\n{\n"
                "    pub fn has_routes(&self) -> bool {\n        true\n    }\n}\n"
            )
        },
        {
            "src/lib.rs": (
                "pub struct Router<S> {}\n\nimpl<S> Router<S>\nwhere\n    S: Clone,\n{\n"
                "    pub fn is_filled(&self) -> bool {\n        true\n    }\n}\n"
            )
        },
        "Router::is_filled",
    ),
    "a type whose name is one word": (
        "README.md",
        "Items are `Expandable`.",
        {"src/items.ts": "export interface Expandable {\n  open: boolean;\n}\n"},
        {"src/items.ts": "export interface Foldable {\n  open: boolean;\n}\n"},
        "Foldable",
    ),
    "a target of a Makefile that also builds files": (
        "CONTRIBUTING.md",
        "Run `make check`.",
        {"Makefile": "$(BIN)/tool: a.c\n\tcc a.c\n\ncheck:\n\t./run\n"},
        {"Makefile": "$(BIN)/tool: a.c\n\tcc a.c\n\nverify:\n\t./run\n"},
        "make verify",
    ),
    "a target of a Makefile that says something": (
        "CONTRIBUTING.md",
        "Run `make check`.",
        {"Makefile": "$(warning no tool in $(PATH), run: it)\n\ncheck:\n\t./run\n"},
        {"Makefile": "$(warning no tool in $(PATH), run: it)\n\nverify:\n\t./run\n"},
        "make verify",
    ),
    "a script of those who work on it": (
        "CONTRIBUTING.md",
        "Run `npm run lint`.",
        {"package.json": '{\n  "scripts": {\n    "lint": "eslint ."\n  }\n}\n'},
        {"package.json": '{\n  "scripts": {\n    "check-style": "eslint ."\n  }\n}\n'},
        "npm run check-style",
    ),
    "a variable without others that begin alike": (
        "README.md",
        "Set the environment variable `PROBE_TIMEOUT`.",
        {"src/a.py": 'import os\n\nlimit = os.environ["PROBE_TIMEOUT"]\n'},
        {"src/a.py": "import os\n\nlimit = 3\n"},
        "",
    ),
    "a document that speaks of what is generated": (
        "README.md",
        "The option removes the auto generated text. `InitDefault` does it.",
        {"src/a.go": "package a\n\nfunc InitDefault() {\n\tx()\n}\n"},
        {"src/a.go": "package a\n\nfunc SetDefault() {\n\tx()\n}\n"},
        "SetDefault",
    ),
    "the address of a link to a file that any project has": (
        "docs/releasing.md",
        "Update the [changelog](../CHANGELOG.md).",
        {"CHANGELOG.md": "# Changes\n"},
        {},
        "",
    ),
    "a file that is called as many are, when another of that name came": (
        "AGENTS.md",
        "- `src/core/task/index.ts` runs it.",
        {"src/core/task/index.ts": "export const one = 1;\nexport const two = 2;\n"},
        {"src/sdk/index.ts": "import x from 'x';\n\nx();\n"},
        "",
    ),
    "a page that is written in another way, beside a copy that is kept as it was": (
        "AGENTS.md",
        "See [it](website/docs/start/types.md).",
        {"website/docs/start/types.md": "# Types\n\nA long text about types.\n"},
        {
            "website/docs/start/types.mdx": "# Types\n\nAnother text about types, with tabs.\n",
            "website/copies/1.0/start/types.md": "# Types\n\nA long text about types.\n",
        },
        "website/docs/start/types.mdx",
    ),
    "a folder of which only an empty file is elsewhere": (
        "docs/dev.md",
        "Go to the `src/adapters/emulator` folder.",
        {"src/adapters/emulator/.keep": "", "src/adapters/emulator/a.yml": "a: 1\n"},
        {"test/.keep": ""},
        "",
    ),
    "a constant whose name settings have in small letters": (
        "docs/constants.md",
        "Use `FONT_FAMILY`.",
        {"src/a.ts": "export const FONT_FAMILY = { a: 1 };\n", "src/b.ts": "export const fontFamily = 1;\n"},
        {
            "src/a.ts": "export const FAMILY_OF_FONTS = { a: 1 };\n",
            "src/b.ts": "export const fontFamily = 1;\n",
        },
        "FAMILY_OF_FONTS",
    ),
    "a field that is called as a type is": (
        "docs/options.md",
        "Set `saveToActiveFile` to show it.",
        {
            "src/a.ts": "export interface A {\n  saveToActiveFile: boolean;\n}\nexport const SaveToActiveFile = () => 1;\n"
        },
        {
            "src/a.ts": "export interface A {\n  storeInFile: boolean;\n}\nexport const SaveToActiveFile = () => 1;\n"
        },
        "storeInFile",
    ),
    "a file of settings at the top": (
        "CLAUDE.md",
        "- `vitest.config.mts` says which tests run.",
        {"vitest.config.mts": "export default {};\nconst a = 1;\n"},
        {"conf/tests.mts": "export default {};\nconst a = 1;\n"},
        "conf/tests.mts",
    ),
}


@pytest.mark.parametrize(("document", "text", "before", "after", "now"), CASES.values(), ids=[*CASES])
def test_what_is_gone_is_found(
    tmp_path: Path, document: str, text: str, before: Mapping[str, str], after: Mapping[str, str], now: str
) -> None:
    repository(tmp_path, [{document: text, **before}, {document: text, **after}])
    (found,) = failing(tmp_path, document)
    assert found.removal
    assert ", ".join(found.removal.now) == now
