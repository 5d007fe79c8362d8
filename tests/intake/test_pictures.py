"""Pictures in written answers are shown, or named with the reason; text is never lost."""

import base64

import pytest

from graders.intake.limits import MAX_SOURCE
from graders.intake.pictures import MAX_PICTURE, lifted, no_files, shown
from graders.intake.places import Folder
from tests.intake.handed_in import Submission, filled, merged
from tests.small_course import find

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
JPEG, GIF = b"\xff\xd8\xff\xe0" + bytes(50), b"GIF89a" + bytes(50)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def text(data):
    return base64.b64encode(data).decode()


def seen(source, attachments=None, files=no_files):
    return shown(*lifted(source, attachments), files)


@pytest.mark.parametrize(
    ("data", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (GIF, "image/gif")]
)
@pytest.mark.parametrize("form", ["![a]({})", '<img src="{}" width="300">', "![a]( <{}> )"])
def test_a_pasted_picture_is_shown(data, kind, form):
    source, kept = seen("Before " + form.format(f"data:{kind};base64,{text(data)}") + " after")
    ((name, values),) = kept.items()
    assert values == {kind: text(data)}
    assert f"](attachment:{name})" in source
    assert source.startswith("Before ") and source.endswith(" after")


def test_a_picture_that_is_referred_to_is_shown():
    source, kept = seen(f"![][a] text\n\n[a]: <data:image/png;base64,{text(PNG)}>")
    assert list(kept) == ["pasted-1"] and "[a]: <attachment:pasted-1>" in source


def test_attachments_with_any_name_are_shown():
    given = {"my plot (1).png": {"image/png": text(PNG) + "\n"}, "b": {"image/jpeg": text(JPEG)}}
    source, kept = seen("![x](attachment:my%20plot%20(1).png) ![](attachment:b)", given)
    assert source == "![x](attachment:picture-1.png) ![](attachment:picture-2.jpeg)"
    assert kept["picture-1.png"] == {"image/png": text(PNG)}


@pytest.mark.parametrize(
    ("source", "attachments", "reason"),
    [
        (f"![a](data:image/svg+xml;base64,{text(SVG)})", None, "only PNG, JPEG and GIF"),
        ("![a](data:image/svg+xml;utf8,<svg/>)", None, ""),
        (f"![a](data:image/png;base64,{text(SVG)})", None, "only PNG, JPEG and GIF"),
        ("![a](data:image/png;base64,%%%)", None, "damaged"),
        ("![a](attachment:b.png)", {}, "not attached"),
        ("![a](attachment:b.png)", {"b.png": {"image/png": "'\"><script>"}}, "damaged"),
        ("![a](attachment:b.png)", {"b.png": {"text/html": "x"}}, "only PNG"),
        ("![a](attachment:b.png)", {"b.png": 3}, "only PNG"),
        ("![a](plot.png)", None, "no such file"),
        ("![a](plot.svg)", None, "only PNG"),
        ("![a](../../etc/x.png)", None, "no such file"),
        (f"![a](data:image/png;base64,{'A' * (MAX_PICTURE * 3 // 2 + 4)})", None, "larger than"),
    ],
)
def test_what_is_not_shown_is_named_in_its_place(source, attachments, reason):
    found, kept = seen(f"Before {source} after", attachments)
    assert kept == {} and reason in found
    assert found.startswith("Before ") and found.endswith(" after")
    assert "script>" not in found


def test_a_damaged_picture_is_shown_with_a_word():
    source, kept = seen(f"![a](data:image/png;base64,{text(bytes(range(100, 250)))})")
    assert len(kept) == 1 and "may be damaged" in source


def test_a_picture_on_a_host_is_left_to_the_page():
    for url in ("http://127.0.0.1/x.png", "//host/x.png", "file:///etc/x.png"):
        assert seen(f"![a]({url})") == (f"![a]({url})", {})


def test_a_large_picture_does_not_push_out_the_text_after_it():
    data = PNG + bytes(MAX_SOURCE * 2)
    notebook = filled(explain=f"![a](data:image/png;base64,{text(data)})\n\nThe text.")
    cell = find(merged(notebook), "explain")
    assert cell.source.endswith("The text.") and len(cell.source) < 100
    assert cell.attachments["picture-1.png"]["image/png"] == text(data)


def test_a_text_that_is_cut_says_so():
    cell = find(merged(filled(explain="x" * (MAX_SOURCE + 5))), "explain")
    assert cell.source.endswith("5 characters, is left out.)")


@pytest.mark.parametrize(
    "url",
    [
        *("plot.png", "./my%20plot.png", "img/plot.png", "my plot.png", "../images/plot.png"),
        *("/home/ada/lasso/plot.png", r"C:\Users\ada\plot.png"),
    ],
)
def test_a_file_of_the_submission_is_shown(url, tmp_path):
    submission = Submission(tmp_path)
    submission.put("small.ipynb", filled(explain=f"![a]({url}) text"))
    for name in ("plot.png", "my plot.png", "img/plot.png"):
        submission.put(name, PNG)
    notebook, notes, _ = submission.taken()
    cell = find(notebook, "explain")
    assert cell.attachments["picture-1.png"] == {"image/png": text(PNG)}
    assert cell.source == "![a](attachment:picture-1.png) text" and not notes


def test_no_file_elsewhere_is_shown(tmp_path):
    (tmp_path / "secret.png").write_bytes(PNG)
    submission = Submission(tmp_path)
    (submission.folder / "link.png").symlink_to(tmp_path / "secret.png")
    (submission.folder / "deep").symlink_to(tmp_path)
    urls = ["link.png", "deep/secret.png", "../../../secret.png", str(tmp_path / "secret.png")]
    urls += ["..%2F..%2F..%2Fsecret.png", "deep%2Fsecret.png"]
    source = "\n".join(f"![a]({url})" for url in urls)
    submission.put("small.ipynb", filled(explain=source))
    cell = find(submission.taken()[0], "explain")
    assert "attachments" not in cell and cell.source.count("no such file") == len(urls)
    assert Folder(submission.folder).names() == ["small.ipynb"]
