"""Tables on narrow screens: each cell knows the name of its column."""

from markupsafe import Markup

from lms.web.shell.tables import labelled


def test_each_cell_bears_the_name_of_its_column() -> None:
    rows = Markup(
        '<tr><th scope="row">Ona</th><td class="number">3</td></tr><tr><th>Jonas</th><td>–</td></tr>'
    )
    shown = labelled(rows, ["Name", {"text": "Points <of 12>", "number": True}])
    assert '<th scope="row">Ona</th>' in shown
    assert '<td data-label="Points &lt;of 12&gt;" class="number">3</td>' in shown
    assert '<td class="is-empty" data-label="Points &lt;of 12&gt;">–</td>' in shown


def test_a_row_that_says_only_that_there_is_nothing_stays_as_it_is() -> None:
    assert labelled(Markup("<tr><td>a</td><td>b</td></tr>"), ["A"]) == (
        '<tr><td data-label="A">a</td><td>b</td></tr>'
    )


def test_a_cell_with_nothing_in_it_can_be_left_out() -> None:
    shown = labelled(Markup("<tr><td> – </td><td></td></tr>"), ["A", "B"])
    assert (
        shown
        == '<tr><td class="is-empty" data-label="A"> – </td><td class="is-empty" data-label="B"></td></tr>'
    )


def test_what_is_too_long_for_half_a_phone_gets_a_line_of_its_own() -> None:
    shown = labelled(
        Markup("<tr><td>coordinator@demo.example</td><td>a few short words</td></tr>"), ["A", "B"]
    )
    assert '<td class="is-long" data-label="A">coordinator' in shown
    assert '<td data-label="B">a few' in shown
