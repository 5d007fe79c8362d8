"""What is read of a source is remembered, and not more of it than there is room for."""

from graders.notebook import code


def test_results_are_remembered_up_to_a_number_of_characters(monkeypatch):
    monkeypatch.setattr(code, "MAX_REMEMBERED", 100)
    calls = []
    read = code.remembered(lambda source: calls.append(source) or len(source))
    assert [read("a" * 40), read("b" * 40), read("a" * 40)] == [40, 40, 40]
    assert len(calls) == 2
    read("c" * 40)  # in the place of what was not asked for the longest
    assert read("a" * 40) == 40 and len(calls) == 3
    read("b" * 40)
    assert len(calls) == 4
    assert read("d" * 1000) == read("d" * 1000) == 1000 and len(calls) == 6
    assert read("a") == read("a") == 1 and len(calls) == 7


def test_a_tree_is_not_kept():
    assert code.parse("x = 1") is not code.parse("x = 1")
    assert code.defined("x = 1") is code.defined("x = 1")
