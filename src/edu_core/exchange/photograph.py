"""Opens a photograph with bounded memory: limits are checked before anything is decoded.

Large JPEGs are decoded at a half or a quarter of their size, as the format allows, so that a
picture of 50 megapixels never stands in memory as a whole.
"""

import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edu_core.domain.errors import BadInput

MOST_BYTES = 30_000_000
MOST_PIXELS = 120_000_000
"""Of a JPEG, which can be decoded smaller."""

MOST_PIXELS_AT_ONCE = 25_000_000
"""Of PNG, WebP and progressive JPEG, which are decoded as a whole."""

LARGE = 16_000_000
"""Pixels above which a picture is made smaller ..."""

GOAL = 12_000_000
"""... to this many."""

_LEAST_SIDE = 200
_ORIENTATION = 0x0112
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_SMALLER = "没有读取，已经读到的都在。请把手机相机的分辨率调到 1200 万像素左右再拍。"
_BROKEN = "这张照片打不开，没有读取，已经读到的都在。请重新拍一张。"


@dataclass(frozen=True)
class Photograph:
    """``grey`` is upright as far as the file knows; ``says_what_is_up`` whether it says so."""

    grey: NDArray[np.uint8]
    says_what_is_up: bool


def open_photograph(data: bytes) -> Photograph:
    """The picture in grey; raises ``BadInput`` with what to do for everything else."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"照片超过 {MOST_BYTES // 1_000_000} MB，{_SMALLER}", code="photo-too-large")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise BadInput(
            "这是 HEIC 格式的照片，没有读取，已经读到的都在。"
            "请在手机“设置—相机—格式”里选“兼容性最佳”，再拍一张；或者直接在网页里点拍照。",
            code="photo-heic",
        )
    try:
        return _opened(data)
    except BadInput:
        raise
    except Exception as error:  # damaged files raise whatever they like
        raise BadInput(_BROKEN, code="photo-broken", cause=repr(error)) from error


def _opened(data: bytes) -> Photograph:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
        width, height = image.size
        _require_size(image, width * height)
        if min(width, height) < _LEAST_SIDE:
            raise BadInput("这张照片太小，看不清卡片，没有读取。请重新拍一张。", code="photo-small")
        orientation = image.getexif().get(_ORIENTATION)
        shrink = math.sqrt(GOAL / (width * height)) if width * height > LARGE else 1.0
        goal = (round(width * shrink), round(height * shrink))
        if shrink < 1 and image.format == "JPEG":
            image.draft("L", goal)  # decodes the next larger half or quarter
        grey = image.convert("L")
    if grey.width * grey.height > LARGE:
        grey = grey.resize(goal, Image.Resampling.BOX)
    return Photograph(_upright(np.asarray(grey), orientation), orientation in range(1, 9))


def _require_size(image: Image.Image, pixels: int) -> None:
    whole = image.format != "JPEG" or bool(image.info.get("progressive"))
    if pixels > (MOST_PIXELS_AT_ONCE if whole else MOST_PIXELS):
        raise BadInput(f"照片有 {pixels // 1_000_000} 百万像素，{_SMALLER}", code="photo-too-large")


def _upright(grey: NDArray[np.uint8], orientation: int | None) -> NDArray[np.uint8]:
    """The picture as the camera held it, by the eight values of the EXIF field Orientation."""
    if orientation in (2, 4, 5, 7):  # mirrored, as some cameras for selfies do
        grey = grey[:, ::-1]
    turns = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation or 1, 0)
    return np.ascontiguousarray(np.rot90(grey, turns))
