"""Whatever is written in facts stays text: nothing of it runs, becomes an element, or leads where it should not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from .conftest import build_site, serve

ATTACKS = {
    "tag": "<script>alert(1)</script><b>x</b>",
    "double": '"><img src=x onerror=alert(1)> x="',
    "tight": '"><script>alert(15)</script>"onmouseover="alert(16)',
    "single": "'><img src=x onerror=alert(2)> onmouseover='alert(3)",
    "handler": '" onmouseover="alert(4)" autofocus onfocus="alert(5)" x="',
    "link": "[press](javascript:alert(6)) <javascript:alert(7)> [more](data:text/html,<script>alert(8)</script>)",
    "template": "{{7*7}} {% raw %} ${7*7} #{7*7} </template></textarea></title></style></script>",
    "svg": "<svg/onload=alert(9)><svg><script>alert(10)</script></svg><iframe srcdoc='<script>alert(11)</script>'>",
    "comment": "--><!-- ]]> <math><mtext></form><mglyph><style></math><img src onerror=alert(12)>",
}
"""Ways into HTML: as an element, out of either quote, by a link, out of a template, through other languages."""

IDS = [
    "'onmouseover=alert(1)//",
    '"onfocus=alert(2)"x="',
    "javascript:alert(3)",
    "{{7*7}}",
    "a&lt;b&gt;&quot;c",
    "`+alert(4)+`",
]
"""An id has no blanks and no brackets."""

ELSEWHERE = "javascript:", "data:", "vbscript:"

FOREIGN = "script, iframe, object, embed, form, img, math, svg, style, template, textarea, title, b"
"""What no page of facts needs. Elements that a theme or this package may have later must be named below."""


DRAWN = [
    "a",
    "circle",
    "defs",
    "g",
    "linearGradient",
    "path",
    "pattern",
    "polyline",
    "rect",
    "stop",
    "text",
    "title",
    "tspan",
    "use",
]
"""What our own pictures are made of."""


def sections(theme: str) -> list[str]:
    """The keys of the sections: MkDocs' own theme takes the anchor of a heading for a selector, and stumbles."""
    attacks = ATTACKS.values()
    return list(attacks) if theme == "material" else [f"S{number}" for number, _ in enumerate(attacks)]


def facts(theme: str) -> dict[str, Any]:
    attacks = list(ATTACKS.values())
    everything = " ".join(attacks)

    def item(number: int, attack: str) -> dict[str, Any]:
        return {
            "id": f"{IDS[number % len(IDS)]}{number}",
            "title": attack,
            "summary": attack,
            "notes": attack,
            "tags": [attack],
            "aliases": [attack],
            "maintainer": attack,
            "status": attack if number % 2 else "planned",
        }

    components = [
        item(number, attack)
        | {"inputs": [attack], "outputs": [attack], "claimed": attack, "actual": attack, "risk": attack}
        for number, attack in enumerate(attacks)
    ]
    flows = [
        item(number, attack)
        | {
            "domain": sections(theme)[number],
            "implementation": attack if number % 2 else "auto",
            "components": [
                {"id": other["id"], "role": attack, "via": attack, "because": attack, "note": attack}
                for other in components
            ]
            + [attack, IDS[0]],
            "evidence": {
                "code": [attack, "src/" + IDS[0]],
                "tests": [attack],
                "files": [attack],
                "links": ["javascript:alert(13)", attack],
            }
            if number % 2
            else {"code": {"not_applicable": attack}},
            "waive": {"TR101": {"reason": attack, "owner": attack, "until": "2999-01-31"}},
        }
        for number, attack in enumerate(attacks)
    ]
    gaps = [item(number, attack) | {"about": attack} for number, attack in enumerate(attacks)]
    return {"components": components, "flows": flows, "gaps": gaps, everything: [{"id": "x"}]}


def settings(theme: str) -> dict[str, Any]:
    titles = zip(sections(theme), ATTACKS.values(), strict=True)
    first, *others = ATTACKS.values()
    return {
        "nav": others[0],
        "domains": {key: {"title": attack, "description": attack} for key, attack in titles},
        "kinds": {
            "flow": {"title": " ".join(ATTACKS.values()), "description": first, "label": others[1]},
            "component": {
                "title": others[2],
                "fields": {"inputs": {"label": others[3], "description": first}},
            },
            "thing": {"plural": "things", "title": others[4], "description": others[5]},
        },
    }


def site(theme: str) -> dict[str, str]:
    """A site whose facts, settings and front matter are attacks; JSON is YAML."""
    home = {
        "traceability": {"component": {"id": IDS[1], "title": ATTACKS["double"], "summary": ATTACKS["svg"]}}
    }
    config = {
        "site_name": "Site",
        "site_url": "http://127.0.0.1/",
        "theme": {"name": theme, **({"font": False} if theme == "material" else {"highlightjs": False})},
        "plugins": ["search", {"traceability": settings(theme)}],
    }
    return {
        "mkdocs.yml": json.dumps(config),
        "docs/index.md": "# Home\n",
        "docs/home.md": f"---\n{json.dumps(home)}\n---\n\n# The home of an item\n",
        "docs/'onclick='alert(14)'.trace.yml": json.dumps(
            {"things": [{"id": IDS[0], "title": ATTACKS["tag"]}]}
        ),
        "docs/facts.trace.yml": json.dumps(facts(theme)),
    }


@pytest.fixture(scope="module", params=["material", "mkdocs"])
def attacked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address and the folder of a site in one theme."""
    folder = tmp_path_factory.mktemp("attacked")
    build_site(folder / "source", site(request.param), folder / "served")
    with serve(folder / "served") as address:
        yield address, folder / "served"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def watched(page: Page) -> list[str]:
    """What should not happen on a page, as it happens: dialogs, errors."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    return seen


PROBE = """([foreign, schemes, drawn]) => {
  const wrong = [];
  for (const picture of document.querySelectorAll('svg[data-trace-own]')) {
    for (const each of picture.querySelectorAll('*')) {
      if (each.namespaceURI !== picture.namespaceURI || !drawn.includes(each.localName))
        wrong.push('in a picture ' + each.outerHTML.slice(0, 120));
    }
  }
  for (const root of document.querySelectorAll('.trace')) {
    for (const each of root.querySelectorAll(foreign)) {
      if (!each.closest('[data-trace-own]')) wrong.push('element ' + each.outerHTML.slice(0, 120));
    }
  }
  for (const each of document.querySelectorAll('.trace, .trace *, nav *, .bs-sidebar *, .md-nav *')) {
    for (const {name, value} of each.attributes) {
      if (name.startsWith('on') || name === 'autofocus') wrong.push('attribute ' + each.outerHTML.slice(0, 120));
      if (['href', 'src', 'action'].includes(name) && schemes.some(s => value.trim().toLowerCase().startsWith(s)))
        wrong.push('address ' + value);
    }
  }
  return wrong;
}"""


STIR = """() => document.querySelectorAll('.trace *, nav *').forEach(each =>
  ['mouseover', 'focus', 'load', 'error'].forEach(name => each.dispatchEvent(new Event(name))))"""
"""What a reader does that attacks wait for, on all elements at once."""


def test_nothing_of_it_runs_or_becomes_an_element(page: Page, attacked: tuple[str, Path]) -> None:
    address, folder = attacked
    seen = watched(page)
    paths = [
        path.parent.relative_to(folder).as_posix() for path in (folder / "traceability").rglob("index.html")
    ]

    assert paths
    for path in [*sorted(paths), "home"]:
        page.goto(f"{address}{path}/")
        page.locator(".trace").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(STIR)
        assert page.evaluate(PROBE, [FOREIGN, list(ELSEWHERE), DRAWN]) == [], path
        text = page.locator("body").inner_text()
        assert "49" not in text.replace("149", "").replace("249", "") or "{{7*7}}" in text, path
    assert seen == []


def test_it_can_be_read_as_it_was_written(page: Page, attacked: tuple[str, Path]) -> None:
    address, _ = attacked
    page.goto(f"{address}traceability/components/")
    text = page.locator(".trace").first.inner_text()
    for name in ("tag", "double", "single", "template"):
        assert ATTACKS[name].split("{%")[0].strip() in text, name


def test_the_search_index_and_its_results_are_text_too(page: Page, attacked: tuple[str, Path]) -> None:
    address, folder = attacked
    index = json.loads((folder / "search/search_index.json").read_text(encoding="utf-8"))
    ours = [entry for entry in index["docs"] if "#component-" in entry["location"]]
    assert len(ours) == len(ATTACKS) + 1
    material = not (folder / "search/main.js").exists()
    for entry in index["docs"]:
        assert not set("\"'<> ") & set(entry["location"]), entry
        if material:
            assert "<script" not in entry["title"] + entry["text"]
            assert "<img" not in entry["title"] + entry["text"]
    assert "home/#component--onfocus=alert(2)-x=-" in [unquote(entry["location"]) for entry in ours]

    seen = watched(page)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("f" if material else "s")
    box = page.locator("[data-md-component=search-query], #mkdocs-search-query")
    box.press_sequentially("onerror alert")
    results = page.locator(".md-search-result__list, #mkdocs-search-results")
    results.locator("a").first.wait_for()
    page.wait_for_timeout(300)
    assert results.locator("script, img, svg:not(.md-icon *, [viewBox]), iframe, b").count() == 0
    assert results.locator("[onerror], [onload], [onmouseover], [onfocus]").count() == 0
    assert seen == []
