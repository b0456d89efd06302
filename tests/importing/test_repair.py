"""Text that was decoded wrongly is repaired; text that is sound stays, and columns are those of the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.importing.repair import column_before, repaired

SOUND = "Größe → ✅ déjà „so“ «été» naïve 要件 №1 – ½ ©"


@pytest.mark.parametrize("codec", ["mac_roman", "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["✅ Done", "a → b", "⚠️ Partial", "📊 Zahlen für später", "ça"])
def test_text_decoded_wrongly_is_repaired(codec: str, text: str) -> None:
    damaged = text.encode().decode(codec, "replace")
    if "\ufffd" in damaged:
        pytest.skip(f"{codec} has no character for one of its bytes")
    assert repaired(f"x\n{damaged} and\n✅").text == f"x\n{text} and\n✅"


@pytest.mark.parametrize("text", [SOUND, "", "plain", "Ünïcödé", "«été»\n„Öl“", "— é", "Â§ 5"[1:]])
def test_sound_text_stays(text: str) -> None:
    assert repaired(text) == (text, ())


def test_the_lines_that_were_repaired_are_named() -> None:
    damaged = "✅".encode().decode("mac_roman")
    assert repaired(f"a\n{damaged}\nb\n{damaged}").lines == (2, 4)


@given(st.text(alphabet="ab ✅→ü漢", max_size=12), st.integers(1, 14))
def test_a_column_of_the_repaired_line_has_its_place_in_the_file(text: str, column: int) -> None:
    damaged = text.encode().decode("mac_roman")
    column = min(column, len(text) + 1)
    place = column_before(damaged, text, column)
    assert 1 <= place <= len(damaged) + 1
    if column <= len(text) and text[column - 1].isascii():
        assert damaged[place - 1] == text[column - 1]
