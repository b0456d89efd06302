"""The script of the pages: parts that share one scope."""

import re
from collections import Counter

from mkdocs_traceability.pages.publication import script

_NAME = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


def test_no_part_of_the_script_takes_a_name_that_another_has() -> None:
    names = Counter(_NAME.findall(script().decode("utf-8")))

    assert "start" in names
    assert [name for name, times in names.items() if times > 1] == []
