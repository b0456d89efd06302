"""Which words are names of files: by their ending, or because everybody knows them."""

import re
from typing import Final

_ENDINGS: Final = frozenset(
    """
    adoc asm astro avsc awk bash bat bazel bzl c cc cfg cjs clj cljs cmake cmd cnf conf config cpp cr crt
    cs csproj css csv cts cu cue cxx d dart db diff dockerfile dockerignore editorconfig ejs elm env erb
    erl ex exs f90 feature fish fs fsproj fsx gemspec gif gleam go gql gradle graphql groovy h haml hbs
    hcl heex hh hpp hrl hs html http iml in ini inc ipynb j2 java jinja jinja2 jl jpeg jpg js json json5
    jsonc jsonl jsonnet jsx key kt kts less lhs liquid lock log lua m4 mak md mdc mdx mermaid mill mjs mk
    ml mli mod mov mp4 mts mustache ndjson nim nix njk nu odin org pem php phtml pl plist pm png po pot
    ppt pptx prisma properties props proto ps1 psd1 psm1 pth pug puml pxd py pyi pyx r rake rb rbs rego
    res resx rkt rmd rs rst sass sbt scala scm scss sed service sh sln slnf slnx snap sol sql sqlite sqlite3
    sty sum svelte svg sv swift tcl template tex tf tfvars thrift tmpl toml tpl ts tsv tsx twig txt ui v
    vb vbproj vcxproj vert vhd vim vue wasm wat webp wgsl woff2 wsdl xaml xcodeproj xhtml xlsx xml xsd xsl
    xslt yaml yml yang zig zsh
    """.split()  # noqa: SIM905 - two hundred words in quotes are no list to read
)
_UNSURE: Final = frozenset("config d db env http in key log org res service template ui v".split())  # noqa: SIM905
"""Endings that are attributes just as often, `request.key`: files only below a folder."""

_NAMES: Final = frozenset(
    """
    .babelrc .browserslistrc .clang-format .clang-tidy .dockerignore .editorconfig .env .env.example
    .env.local .env.sample .env.test .eslintignore .eslintrc .flake8 .gitattributes .gitignore .gitmodules
    .mailmap .node-version .npmignore .npmrc .nvmrc .prettierignore .prettierrc .pylintrc .python-version
    .rspec .ruby-version .rubocop.yml .tool-versions .yarnrc AUTHORS BUCK BUILD Brewfile CODEOWNERS
    COPYING Caddyfile Cargo.lock Dangerfile Dockerfile Fastfile GNUmakefile Gemfile Guardfile Jenkinsfile
    Justfile LICENCE LICENSE MAINTAINERS MANIFEST Makefile NOTICE Pipfile Podfile Procfile Rakefile
    Tiltfile Vagrantfile WORKSPACE go.mod go.sum go.work gradlew justfile makefile mix.lock mvnw
    """.split()  # noqa: SIM905 - words in quotes are no list to read
)
_HIDDEN_FILE: Final = re.compile(
    r"\.[a-z]\w*(?:-[\w-]+|rc|ignore)(?:\.\w+)?|\.(?:github|vscode|circleci|husky|devcontainer)"
)
_ENDING_ONLY: Final = re.compile(
    r"\.(?:test|spec|d|min|module|stories|generated|schema|tar|config|e2e|unit|integration|html|blade)[.-]"
)
_NO_FILES: Final = frozenset(
    """
    alpine.js angular.js asp.net backbone.js chart.js d3.js discord.js ember.js express.js hapi.js
    highlight.js moment.js nest.js next.js node.js nuxt.js p5.js react.js require.js socket.io solid.js
    svelte.js three.js vue.js nodejs.org console.log math.log package.config process.env import.meta.env
    """.split()  # noqa: SIM905 - words in quotes are no list to read
)


def is_product(name: str) -> bool:
    """Whether a word is spelled like a file or an attribute and is the name of a product: `Node.js`."""
    return name.lower() in _NO_FILES


def is_file_name(name: str, is_below: bool = False) -> bool:
    """Whether a word is the name of a file; `is_below` of a folder that is written before it."""
    if _ENDING_ONLY.match(name) or is_product(name):
        return False
    if name in _NAMES or _HIDDEN_FILE.fullmatch(name) or re.fullmatch(r"Dockerfile\.[\w.-]+", name):
        return True
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem.strip("."):
        return False
    if ending in _UNSURE and not is_below:
        return False
    return ending in _ENDINGS or ending.lower() in _ENDINGS
