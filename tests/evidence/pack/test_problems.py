from evidence.pack.problems import NotReadable, Problem, Unreadable, printable


def test_a_problem_says_its_place_its_reason_and_its_cure() -> None:
    problem = Problem("lot.xlsx", "3 Laboratory", 21, "N (Result value)", "It is late.", "Go home.")
    assert str(problem) == "lot.xlsx, 3 Laboratory, row 21, N (Result value): It is late. Go home."
    assert str(Problem("lot.xlsx", "", None, "", "It is late.", "Go home.")) == "lot.xlsx: It is late. Go home."


def test_a_refusal_counts_the_further_problems() -> None:
    problem = Problem("a", "", None, "", "One.", "Two.")
    assert Unreadable((problem,)).sentence == "a: One. Two."
    assert Unreadable((problem, problem)).sentence == "a: One. Two. (1 more problem.)"
    assert Unreadable((problem,) * 3).sentence == "a: One. Two. (2 more problems.)"


def test_what_a_reason_quotes_is_fit_to_show_and_to_store() -> None:
    broken = NotReadable("“a\ud800\u202e\x00b” is not a number.", "Write one.")
    assert broken.reason == "“a\ufffd\ufffd\ufffdb” is not a number."
    long = NotReadable(f"“{'x' * 61}” is not a number.", "Write one.")
    assert long.reason == f"“{'x' * 60}…” is not a number."
    assert NotReadable(f"“{'x' * 60}” is late.", "Go.").reason == f"“{'x' * 60}” is late."


def test_a_name_is_cut_to_a_readable_length() -> None:
    assert printable("x" * 61) == f"{'x' * 60}…"
    assert printable("a\tb") == "a\ufffdb"
