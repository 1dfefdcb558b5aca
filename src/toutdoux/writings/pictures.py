"""A picture that somebody sends, drawn anew: what it carried besides its points is left behind."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.writings.logic.events import WritingRefusal

MOST_BYTES = 2 * 2**20
#: A picture of many more points than its bytes may fill the memory.
MOST_POINTS = 25_000_000
#: Drawings (SVG) are programs as much as pictures: they are not among these.
KINDS = ("PNG", "JPEG", "GIF", "WEBP")
WIDEST = (1200, 480)


def drawn_anew(data: bytes) -> bytes:
    """Return the picture as PNG of at most ``WIDEST`` points, without anything else it carried; refuse what is none."""
    if len(data) > MOST_BYTES:
        raise Refused([Refusal(code=WritingRefusal.PICTURE_REFUSED, data={"most": MOST_BYTES // 2**20})])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=KINDS) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    raise Refused([Refusal(code=WritingRefusal.PICTURE_REFUSED, data={"most": MOST_BYTES // 2**20})])
                picture.load()
                whole = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise Refused([Refusal(code=WritingRefusal.PICTURE_REFUSED, data={"most": MOST_BYTES // 2**20})]) from error
    whole.thumbnail(WIDEST)
    points = Image.new("RGBA", whole.size)
    points.paste(whole)
    held = io.BytesIO()
    points.save(held, format="PNG")
    return held.getvalue()
