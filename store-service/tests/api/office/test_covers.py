import io
import re
import struct
import zlib

import pytest
from PIL import Image

HTML = {"Accept": "text/html"}


def picture(kind="PNG", size=(800, 600), **how):
    file = io.BytesIO()
    Image.new("RGB", size, "#17324d").save(file, kind, **how)
    return file.getvalue()


def upload(office, content, product_id=4, version=b"1"):
    """The form as a browser sends it; the client's own way of it would leave a file open."""
    fields = (
        ("csrf_token", "", office.proof.encode()),
        ("version", "", version),
        ("cover", '; filename="cover.png"', content),
    )
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value
        for name, more, value in fields
    ]
    return office.client.post(
        f"/admin/goods/{product_id}/cover",
        data=b"\r\n".join([*parts, b"--edge--\r\n"]),
        headers=HTML,
        content_type="multipart/form-data; boundary=edge",
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_cover_is_drawn_anew_and_shown_everywhere(office, client, kind):
    assert upload(office, picture(kind)).status_code == 303

    page = client.get("/goods/4", headers=HTML)
    address = re.search(r"/covers/[0-9a-f]{32}-640\.webp", page.text)[0]
    shown = Image.open(io.BytesIO(client.get(address).data))
    assert (shown.format, shown.size) == ("WEBP", (640, 480))


def test_nothing_that_the_file_told_besides_is_kept(office, sql):
    exif = Image.Exif()
    exif[0x010F] = "A camera that somebody owns"
    upload(office, picture("JPEG", exif=exif.tobytes()))

    kept = bytes(sql("SELECT string_agg(bytes, '') FROM catalog.cover_size"))
    assert b"camera" not in kept
    assert b"EXIF" not in kept


def test_a_picture_lies_the_right_way_up(office, client):
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    upload(office, picture("JPEG", size=(800, 400), exif=exif.tobytes()))

    address = re.search(
        r"/covers/[0-9a-f]{32}-320\.webp", client.get("/goods/4", headers=HTML).text
    )[0]
    assert Image.open(io.BytesIO(client.get(address).data)).size == (320, 640)


def odd_metadata():
    """A picture on its side, with a resolution that can be read, but not be written again."""
    entries = ((0x0112, 3, 1, 6 << 16), (0x011A, 8, 2, 0xBA000000), (0x011A, 10, 0, 0))
    body = b"".join(struct.pack(">HHII", *entry) for entry in entries)
    head = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", len(entries))
    return picture("JPEG", exif=head + body + bytes(4))


def bomb():
    """Some hundred bytes that say they are 50,000 pixels each way."""

    def chunk(name, content):
        return (
            struct.pack(">I", len(content))
            + name
            + content
            + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "no JPEG, PNG or WebP",
        ),
        (b"GIF89a" + bytes(100), "no JPEG, PNG or WebP"),
        (picture()[:300], "no JPEG, PNG or WebP"),
        (bomb(), "pixels"),
        (odd_metadata(), "no JPEG, PNG or WebP"),
        (picture(size=(4000, 10)), "too narrow"),
        (bytes(5 * 1024 * 1024 + 10), "5 MB at most"),
    ],
    ids=["nothing", "svg", "gif", "cut", "bomb", "odd", "sliver", "large"],
)
def test_what_is_no_picture_is_refused_and_the_old_one_stays(office, sql, content, words):
    page = upload(office, content)

    assert page.status_code == 422
    assert words in page.text
    assert sql("SELECT cover_id FROM catalog.product WHERE id = 4") is None


def test_more_than_any_cover_is_not_even_read(office):
    assert upload(office, bytes(6 * 1024 * 1024)).status_code == 413


def test_other_forms_stay_small(office, mug):
    assert office.post("/goods/new", **mug | {"artist": "x" * 1_100_000}).status_code == 413


def test_of_two_who_bring_a_cover_the_second_is_told(office, sql):
    assert re.search(r'/cover".*?name="version" value="1"', office.get("/goods/4").text, re.DOTALL)
    upload(office, picture())
    first = sql("SELECT cover_id FROM catalog.product WHERE id = 4")

    late = upload(office, picture(size=(640, 640)))

    assert late.status_code == 412
    assert "Somebody changed Night Tram meanwhile" in late.text
    assert sql("SELECT cover_id FROM catalog.product WHERE id = 4") == first
    assert upload(office, picture(size=(640, 640)), version=b"2").status_code == 303


def test_two_products_may_have_the_same_picture(office):
    upload(office, picture())
    again = upload(office, picture(), product_id=5)

    assert again.status_code == 303
