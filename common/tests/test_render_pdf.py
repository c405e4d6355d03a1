import http.server
import io
import threading

import pypdf
import pytest
from PIL import ImageFile

from common.pdf import render_pdf

PAGE = (
    '<!doctype html><html lang="zh-CN"><head><title>宁河</title>{head}'
    '<style>body {{ font-family: "Noto Serif CJK SC" }}</style></head><body>{body}</body></html>'
)


@pytest.fixture
def draw(tmp_path, settings):
    """Draw a page with something of ours in its head and body."""

    def draw(head="", body="<h1>受理通知书</h1>"):
        (tmp_path / "page.html").write_text(PAGE.format(head=head, body=body), encoding="utf-8")
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
        return render_pdf("page.html", {})

    return draw


@pytest.fixture
def listener():
    """A web server that notes who asked it for anything."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.asked = asked
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def read(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def test_a_paper_is_tagged_and_says_its_language_and_title(draw):
    catalogue = read(draw()).trailer["/Root"]

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in catalogue


def test_every_font_is_embedded(draw):
    fonts = read(draw(body="<h1>受理</h1><p>☑ ABC</p>")).pages[0]["/Resources"]["/Font"]

    described = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    embedded = [{"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in described]
    assert len(embedded) >= 2
    assert all(embedded)


def test_the_same_page_gives_the_same_bytes(draw):
    assert draw() == draw()


def test_a_local_file_is_never_read(draw, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    uri = secret.as_uri()

    pdf = draw(
        head=f'<link rel="attachment" href="{uri}"><link rel="stylesheet" href="{uri}">',
        body=f'<img src="{uri}" alt=""><object data="{uri}"></object>',
    )

    assert read(pdf).attachments == {}
    assert read(pdf).pages[0].extract_text() == ""


def test_nothing_outside_is_asked(draw, listener):
    address = f"http://127.0.0.1:{listener.server_port}/x"

    draw(
        head=f'<link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}">'
        f"<style>@import url({address}); @font-face {{ font-family: F; src: url({address}) }}</style>",
        body=f'<img src="{address}" alt=""><p style="background: url({address}); font-family: F">甲</p>',
    )

    assert listener.asked == []


def test_threads_draw_one_after_the_other(draw):
    expected, drawn = draw(), []
    threads = [
        threading.Thread(target=lambda: drawn.append(render_pdf("page.html", {}))) for _number in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert drawn == [expected] * 4


def test_half_a_photo_is_no_photo_after_drawing_either(draw):
    draw()

    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
