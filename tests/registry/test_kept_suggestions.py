"""What was found out about names is taken over after an edit, and says then what would be found out anew."""

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()
WORDS = (
    "eval-worker",
    "eval-wroker",
    "evalworker",
    "EVAL-001",
    "EVAL-01",
    "EVAL-12",
    "worker",
    "wor",
    "batcher",
    "batch",
)
KINDS = ("component", "flow", "metric")


@st.composite
def sources(draw: st.DrawFn) -> str:
    lines = []
    for kind in KINDS:
        ids = draw(st.lists(st.sampled_from(WORDS), unique=True, max_size=4))
        lines.append(f"{kind}s:\n" if ids else "")
        for each in ids:
            alias, title = draw(st.sampled_from(WORDS)), draw(st.sampled_from(WORDS))
            lines.append(f"  - {{id: {each}, aliases: [{alias}x], title: The {title}}}\n")
    return "".join(lines)


def items(text: str, path: str) -> list[Item]:
    return declare_sidecar(parse(text), path, SCHEMA).items if text else []


def asked() -> list[tuple[str, tuple[str, ...]]]:
    texts = (
        *WORDS,
        "eval-work",
        "evl-worker",
        "EVAL-1",
        "The worker",
        "component:wroker",
        "@worker",
        "batchr",
        "ev",
    )
    return [
        (text, kinds) for text in texts for kinds in (("component",), ("flow",), KINDS, ("metric", "signal"))
    ]


@given(sources(), sources(), sources(), st.sets(st.integers(0, 71)))
def test_what_is_taken_over_is_what_would_be_found_anew(
    kept: str, before: str, after: str, some: set[int]
) -> None:
    stays = items(kept, "a.yml")
    first = Suggestions(link(SCHEMA, [*stays, *items(before, "b.yml")]))
    for number, each in enumerate(asked()):
        if number in some:
            first.nearest(*each)
    registry = link(SCHEMA, [*stays, *items(after, "b.yml")])
    later, anew = Suggestions(registry, first), Suggestions(registry)
    for each in asked():
        assert later.nearest(*each) == anew.nearest(*each), each
