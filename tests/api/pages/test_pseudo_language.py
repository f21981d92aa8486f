"""Every word that a page shows can be translated, or is a name, a number or what somebody wrote."""

from dataclasses import replace

import pytest

from api.errors_to_problems import ErrorPage
from api.templating import environment
from engine.text import Text
from tests.api.pages import showcase
from tests.api.pages.pseudo import Pseudo, inline_code, unwrapped_text


@pytest.mark.parametrize("me", [showcase.ME, None], ids=["signed in", "signed out"])
def test_all_that_is_around_a_page_and_all_its_parts_can_be_translated(me: object) -> None:
    html = showcase.html(Pseudo(), me=showcase.ME if me else None)

    assert unwrapped_text(html) == []
    assert list(inline_code(html)) == []


def test_an_error_page_can_be_translated() -> None:
    said = Text(nl="Niet gevonden", en="Not found")
    view = ErrorPage(404, said, said, "3a0f", reasons=(showcase.ANALYSIS,))

    html = (
        environment(Pseudo())
        .get_template("error.html")
        .render(view=view, page=replace(showcase.PAGE, flash=None), me=None)
    )

    assert unwrapped_text(html) == []


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>Forgotten</p>", id="text"),
        pytest.param("<p>⟦Said⟧ and more</p>", id="beside a sentence"),
        pytest.param('<a aria-label="Forgotten">⟦Said⟧</a>', id="a label that is read out"),
        pytest.param('<p translate="no">Sam</p>Forgotten', id="after a name"),
        pytest.param('<input title="Forgotten"><br>', id="on an element without an end"),
    ],
)
def test_a_word_that_nobody_could_translate_is_seen(html: str) -> None:
    assert len(unwrapped_text(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<p translate="no">Sam <b>(15)</b></p>', id="a name"),
        pytest.param("<p>⟦From <b>Monday</b> on⟧ – 7</p>", id="a sentence over two elements"),
        pytest.param("<p>⟦It is ⟦Monday⟧ now⟧</p>", id="a sentence within a sentence"),
        pytest.param("<script>let a</script>", id="a script"),
    ],
)
def test_what_was_said_or_is_data_passes(html: str) -> None:
    assert unwrapped_text(html) == []
