"""What the rows of a page are beside their cells: the numbers that stand for long words."""

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.pages.parts.rows import number_of


@given(
    st.text(st.characters() | st.characters(categories=["Cs"])) | st.text(st.characters(max_codepoint=127))
)
def test_the_number_of_a_word_is_made_of_its_units_as_scripts_count_them(text: str) -> None:
    number = 0x811C9DC5
    data = text.encode("utf-16-le", "surrogatepass")
    for low, high in zip(data[::2], data[1::2], strict=True):
        number = ((number ^ (low | high << 8)) * 0x01000193) % 2**32
    assert number_of(text) == number
