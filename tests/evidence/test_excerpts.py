"""The page that holds most of a row's words, and what stands round the first of them."""

from evidence.excerpts import AROUND, Excerpt, excerpt_of

PAGES = {1: "Cover of 12.62 reports", 2: "Lead, ICP-MS\n0.62  ppm", 4: "Lead is heavy"}


def test_the_page_with_most_of_the_words_is_shown() -> None:
    assert excerpt_of(PAGES, ["0.62", "lead, icp-ms"]) == Excerpt(2, "Lead, ICP-MS ", "0.62", " ppm")
    assert excerpt_of(PAGES, ["Lead", "heavy"]) == Excerpt(4, "", "Lead", " is heavy")


def test_words_over_the_end_of_a_line_are_found() -> None:
    assert excerpt_of(PAGES, ["ICP-MS 0.62 ppm"]) == Excerpt(2, "Lead, ", "ICP-MS 0.62 ppm", "")


def test_a_figure_stands_by_itself() -> None:
    assert excerpt_of({1: "0.12 and 10.1 and 0.1.2"}, ["0.1"]) is None
    assert excerpt_of({1: "found 0.1, limit 1"}, ["0.1"]) == Excerpt(1, "found ", "0.1", ", limit 1")
    assert excerpt_of({1: "found 0.1."}, ["0.1"]) == Excerpt(1, "found ", "0.1", ".")


def test_of_pages_alike_the_first_is_shown() -> None:
    found = excerpt_of({3: "Zinc", 2: "Zinc"}, ["zinc"])
    assert found == Excerpt(2, "", "Zinc", "")


def test_nothing_is_made_up() -> None:
    assert excerpt_of(PAGES, ["Cadmium"]) is None
    assert excerpt_of(PAGES, ["", " "]) is None
    assert excerpt_of({}, ["Lead"]) is None


def test_a_long_page_is_cut_round_what_was_found() -> None:
    found = excerpt_of({1: f"{'a ' * 500}LEAD{' b' * 500}"}, ["lead"])
    assert found is not None
    assert (len(found.before), len(found.after)) == (AROUND + 1, AROUND + 1)
    assert (found.before[0], found.after[-1]) == ("…", "…")


def test_words_are_taken_by_the_letter() -> None:
    """No pattern of a hostile row slows the search or matches more than itself."""
    assert excerpt_of({1: "a" * 50_000}, ["(a+)+$"]) is None
    assert excerpt_of({1: "is (a+)+$ here"}, ["(a+)+$"]) == Excerpt(1, "is ", "(a+)+$", " here")
