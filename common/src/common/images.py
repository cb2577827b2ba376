"""Pictures as pages need them: read with suspicion, drawn anew without what came along in the file, in a few widths."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

#: What every picture is encoded as, and its name on the web.
MEDIA_TYPE = "image/webp"

#: Widths in pixels: a shelf on a phone, a shelf on a desk, one product on a sharp screen.
WIDTHS = (320, 640, 960)

#: More would fill the memory of a process before it could be refused.
_MOST_PIXELS = 40_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 86


class UnreadableImage(ValueError):
    """The bytes are no picture that we take; the message says why, for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in its widths, under an id that is its content's."""

    id: str
    sizes: Mapping[int, bytes]


def read(content: bytes) -> "Image":
    """The picture in a file of somebody else's: upright, and nothing but its pixels.

    Raises:
        UnreadableImage: it is damaged, of a kind that we do not take, or far too large when unpacked.
    """
    from PIL import Image as Images
    from PIL import ImageOps

    try:
        # the format is read from the content, and no other decoder is ever asked
        with Images.open(io.BytesIO(content), formats=_FORMATS) as opened:
            _refuse_size(*opened.size)
            opened.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
            upright = ImageOps.exif_transpose(opened)
            with_alpha = upright.convert("RGBA")
    except UnreadableImage:
        raise
    except Images.DecompressionBombError as error:
        raise UnreadableImage(
            "It has far too many pixels; take one of 40 megapixels at most"
        ) from error
    except Exception as error:
        # Pillow has no word of its own for odd metadata: it raises what the reading of it happens to raise
        raise UnreadableImage("It is no JPEG, PNG or WebP picture, or it is damaged") from error
    paper = Images.new("RGB", with_alpha.size, "white")
    paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return paper


def _refuse_size(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise UnreadableImage(
            f"It has {width} × {height} pixels; take one of 40 megapixels at most"
        )
    if max(width, height) > 20 * min(width, height):
        raise UnreadableImage("It is too narrow to be shown; take one nearer to a square")


def picture(image: "Image", widths: Sequence[int] = WIDTHS) -> Picture:
    """The picture in these widths, smaller ones of a small one; without any metadata."""
    from PIL import Image as Images

    fitting = [width for width in widths if width <= image.width] or [image.width]
    sizes: dict[int, bytes] = {}
    for width in fitting:
        height = max(1, image.height * width // image.width)
        times, rest = divmod(image.width, width)
        if rest:
            scaled = image.resize((width, height), Images.Resampling.LANCZOS, reducing_gap=2.0)
        else:
            scaled = image.reduce(times)  # several times as fast, and as good for a whole number
        file = io.BytesIO()
        scaled.save(file, "WEBP", quality=_QUALITY, method=2)
        sizes[width] = file.getvalue()
    together = hashlib.blake2b(b"".join(sizes.values()), digest_size=16)
    return Picture(together.hexdigest(), sizes)
