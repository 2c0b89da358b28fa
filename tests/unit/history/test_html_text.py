from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombud.history.html_text import html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<p>one</p>\n\n\n<p>two</p>", "one\n\ntwo"),
        ("first\r\nsecond", "first\nsecond"),
        ("<blockquote>said</blockquote>no", "said\nno"),
        ("a &lt;b&gt; &amp; &quot;c&quot;&nbsp;d", 'a <b> & "c" d'),
        ("I <3 you", "I <3 you"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("x<y and on", "x<y and on"),
        ("<b>bold", "bold"),
        ("<script>alert(1)</script> and <style>x{}", "alert(1) and x{}"),
        ("<title>rest <b>stays", "rest stays"),
        ('see <a href="https://x.example/a">here</a>.', "see here (https://x.example/a)."),
        ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<img src=x onerror="alert(1)">ok', "ok"),
        ("one <!-- hidden --> two", "one  two"),
    ],
)
def test_a_comments_html_becomes_the_text_that_readers_saw(html: str, text: str) -> None:
    assert html_text(html) == text


@given(st.text())
def test_a_text_without_markup_loses_nothing_but_outer_and_surplus_space(text: str) -> None:
    plain = text.replace("<", "").replace("&", "")
    assert "".join(html_text(plain).split()) == "".join(plain.split())


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "&", "<!--", "<a href=", "</", "<![CDATA[", "<a b='>", '<a b=">', "<?", "<!"]
)
def test_hostile_markup_takes_linear_time(piece: str) -> None:
    began = perf_counter()
    html_text(piece * (100_000 // len(piece)))
    assert perf_counter() - began < 2
