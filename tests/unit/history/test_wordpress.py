from datetime import UTC, datetime
from pathlib import Path

import pytest

from ombud.domain.decision import Verdict
from ombud.history.past_comment import HistoryError, PastComment, Refused
from ombud.history.wordpress import read_wordpress

START = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5" created="2024-05-01 10:00" -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Paper</title>
<item>
<title><![CDATA[Tax &amp; <em>spend</em>]]></title>
<link>https://paper.example/tax</link>
<wp:post_id>77</wp:post_id>
<wp:post_date_gmt><![CDATA[2024-04-30 08:00:00]]></wp:post_date_gmt>
<category domain="post_tag" nicename="budget"><![CDATA[Budget]]></category>
<category domain="category" nicename="world"><![CDATA[World]]></category>
"""
END = "</item></channel></rss>"
USUAL = {
    "id": "5",
    "author": "<![CDATA[Ann]]>",
    "author_email": "ann@x.example",
    "author_url": "https://ann.example",
    "author_IP": "192.0.2.1",
    "date": "2024-05-01 12:00:00",
    "date_gmt": "2024-05-01 10:00:00",
    "content": "<![CDATA[Well <b>said</b>.\n\nA &lt;b&gt; & more]]>",
    "approved": "1",
    "type": "comment",
    "parent": "0",
    "user_id": "0",
}


def _comment(**told: str) -> str:
    elements = "".join(f"<wp:comment_{name}>{value}</wp:comment_{name}>" for name, value in (USUAL | told).items())
    meta = "<wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>5</wp:meta_value></wp:commentmeta>"
    return f"<wp:comment>\n{elements}{meta}</wp:comment>\n"


def _read(tmp_path: Path, content: str | bytes) -> list[PastComment | Refused]:
    path = tmp_path / "export.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_wordpress(path, lambda email: f"guest:{len(email)}"))


def _one(tmp_path: Path, **told: str) -> PastComment | Refused:
    [one] = _read(tmp_path, START + _comment(**told) + END)
    return one


def test_a_comment_is_taken_with_its_post_and_nothing_that_leads_to_the_reader(tmp_path: Path) -> None:
    one = _one(tmp_path)
    assert isinstance(one, PastComment)
    assert (one.line, one.external_id, one.article_id, one.author_id) == (13, "5", "77", "guest:13")
    assert one.text == "Well said.\n\nA <b> & more"
    assert one.verdict is Verdict.APPROVE
    assert one.created_at == one.decided_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert one.author == {"name": "Ann"}
    assert one.article == {
        "url": "https://paper.example/tax",
        "title": "Tax & spend",
        "section": "world",
        "published_at": datetime(2024, 4, 30, 8, tzinfo=UTC),
    }
    assert one.parent_external_id is None
    assert "ann@x.example" not in repr(one)
    assert "192.0.2.1" not in repr(one)


@pytest.mark.parametrize(
    ("approved", "verdict"), [("1", Verdict.APPROVE), ("0", None), ("spam", Verdict.REJECT), ("trash", Verdict.REJECT)]
)
def test_wordpress_statuses_become_verdicts(tmp_path: Path, approved: str, verdict: Verdict | None) -> None:
    one = _one(tmp_path, approved=f"<![CDATA[{approved}]]>")
    assert isinstance(one, PastComment)
    assert one.verdict is verdict


def test_an_author_with_an_account_keeps_its_id_and_one_without_an_address_is_nobody_else(tmp_path: Path) -> None:
    known, nameless = _one(tmp_path, user_id="12"), _one(tmp_path, author_email="")
    assert isinstance(known, PastComment)
    assert isinstance(nameless, PastComment)
    assert (known.author_id, nameless.author_id) == ("12", "comment:5")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"type": "pingback"}, "not-a-comment"),
        ({"type": "trackback"}, "not-a-comment"),
        ({"type": "order_note"}, "not-a-comment"),
        ({"approved": "post-trashed"}, "status-unknown"),
        ({"content": "x" * 200_001}, "text-too-long"),
    ],
)
def test_what_is_no_readers_comment_is_refused_by_line(tmp_path: Path, told: dict[str, str], reason: str) -> None:
    one = _one(tmp_path, **told)
    assert isinstance(one, Refused)
    assert (one.line, one.reason) == (13, reason)


def test_an_unknown_time_is_left_out(tmp_path: Path) -> None:
    one = _one(tmp_path, date_gmt="0000-00-00 00:00:00")
    assert isinstance(one, PastComment)
    assert one.created_at is None


def test_control_characters_that_wordpress_lets_through_do_not_end_the_import(tmp_path: Path) -> None:
    one = _one(tmp_path, content="<![CDATA[a\x0bb\x08c]]>")
    assert isinstance(one, PastComment)
    assert one.text == "a b c"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_older_versions_of_the_format_are_read(tmp_path: Path, version: str) -> None:
    [one] = _read(tmp_path, (START + _comment() + END).replace("export/1.2", f"export/{version}"))
    assert isinstance(one, PastComment)


_TENFOLD = "".join(f"<!ENTITY a{n} '{f'&a{n - 1 or str()};' * 10}'>" for n in range(1, 12))
BOMB = f"<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>{_TENFOLD}]>"
EXTERNAL = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL, "<!DOCTYPE rss>"])
def test_document_types_and_with_them_all_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    content = START.replace("<!-- generator", doctype + "<!-- generator", 1) + _comment(content="&a11;") + END
    with pytest.raises(HistoryError, match="document type"):
        _read(tmp_path, content)


def test_comments_before_a_break_are_taken_and_its_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(START + _comment() + "<wp:comment><oops>")
    rows = read_wordpress(path, lambda _: "g")
    assert isinstance(next(rows), PastComment)
    with pytest.raises(HistoryError, match=r"line \d+: no element found"):
        next(rows)


def test_another_xml_is_no_wordpress_export(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="no WordPress export"):
        _read(tmp_path, "<rss><channel/></rss>")
