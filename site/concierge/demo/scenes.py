"""Small drawn pictures of life in the house, for galleries and teams: no photo of anybody."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from concierge.demo.pictures import colour

WIDTH, HEIGHT = 1200, 900


def scene(name: str, hue: int) -> bytes:
    """One of `SCENES` as a PNG, in the colours of the building."""
    rng = random.Random(f"{name}{hue}")  # noqa: S311 - a picture, not a secret
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    SCENES[name](draw, rng, hue)
    return _png(image)


def portrait(name: str, hue: int) -> bytes:
    """A friendly head and shoulders without a face, the same for the same name."""
    rng = random.Random(name)  # noqa: S311
    image = Image.new("RGB", (480, 480), colour(hue, 0.86, 0.35))
    draw = ImageDraw.Draw(image)
    skin = colour(rng.choice([22, 26, 30]), rng.choice([0.45, 0.6, 0.72, 0.8]), 0.45)
    hair = colour(rng.choice([20, 28, 40]), rng.choice([0.18, 0.3, 0.55]), 0.4)
    shirt = colour((hue + rng.choice([0, 140, 200])) % 360, 0.42, 0.4)
    draw.ellipse([70, 330, 410, 640], fill=shirt)
    draw.rectangle([205, 280, 275, 360], fill=skin)
    if rng.random() < 0.5:
        draw.ellipse([132, 84, 348, 350], fill=hair)
    draw.ellipse([150, 110, 330, 330], fill=skin)
    draw.pieslice([142, 92, 338, 290], 180, 360, fill=hair)
    return _png(image)


def _sky(draw: ImageDraw.ImageDraw, hue: int, top: float = 0.92, bottom: float = 0.74) -> None:
    for y in range(HEIGHT):
        draw.line([(0, y), (WIDTH, y)], fill=colour(hue, top - (top - bottom) * y / HEIGHT, 0.45))


def _tree(draw: ImageDraw.ImageDraw, x: int, ground: int, size: int) -> None:
    draw.rectangle([x - 9, ground - size, x + 9, ground], fill=colour(25, 0.32, 0.3))
    for shift, lift in ((-0.5, 0.9), (0.5, 0.9), (0, 1.35)):
        left, top = x + shift * size - 0.62 * size, ground - lift * size - 0.62 * size
        draw.ellipse(
            [left, top, left + 1.24 * size, top + 1.24 * size], fill=colour(138, 0.4, 0.32)
        )


def _courtyard(draw: ImageDraw.ImageDraw, rng: random.Random, hue: int) -> None:
    _sky(draw, hue)
    for left, top in ((0, 180), (880, 240)):
        draw.rectangle([left, top, left + 320, 700], fill=colour(hue, 0.6, 0.25))
        for x in range(left + 40, left + 300, 90):
            for y in range(top + 50, 620, 130):
                lit = rng.random() < 0.4
                fill = colour(46, 0.82, 0.8) if lit else colour(hue, 0.34, 0.3)
                draw.rounded_rectangle([x, y, x + 50, y + 76], radius=6, fill=fill)
    draw.rectangle([0, 690, WIDTH, HEIGHT], fill=colour(110, 0.5, 0.28))
    draw.ellipse([330, 720, 870, 860], fill=colour(40, 0.78, 0.3))
    for x, size in ((430, 130), (640, 170), (800, 110)):
        _tree(draw, x, 740, size)
    draw.rounded_rectangle([520, 800, 700, 822], radius=8, fill=colour(25, 0.4, 0.45))


def _roof(draw: ImageDraw.ImageDraw, rng: random.Random, hue: int) -> None:
    _sky(draw, (hue + 150) % 360, 0.9, 0.62)
    draw.ellipse([820, 110, 980, 270], fill=colour(42, 0.88, 0.85))
    for x in range(0, WIDTH, 110):
        top = rng.randint(430, 600)
        draw.rectangle([x, top, x + 96, 760], fill=colour(hue, 0.38, 0.22))
    draw.rectangle([0, 700, WIDTH, HEIGHT], fill=colour(28, 0.52, 0.3))
    for y in range(730, HEIGHT, 40):
        draw.line([(0, y), (WIDTH, y)], fill=colour(28, 0.44, 0.3), width=4)
    for x in (150, 420, 690, 960):
        draw.rounded_rectangle([x, 640, x + 150, 730], radius=12, fill=colour(hue, 0.32, 0.3))
        for stalk in range(5):
            tip = x + 20 + stalk * 28
            draw.ellipse(
                [tip - 24, 560 - rng.randint(0, 40), tip + 24, 650],
                fill=colour(rng.choice([120, 138, 100]), 0.46, 0.4),
            )


def _lanterns(draw: ImageDraw.ImageDraw, rng: random.Random, hue: int) -> None:
    for y in range(HEIGHT):
        draw.line([(0, y), (WIDTH, y)], fill=colour(235, 0.16 + 0.16 * y / HEIGHT, 0.45))
    for _ in range(60):
        x, y = rng.randint(0, WIDTH), rng.randint(0, 420)
        draw.ellipse([x, y, x + 4, y + 4], fill=colour(50, 0.9, 0.5))
    draw.rectangle([0, 720, WIDTH, HEIGHT], fill=colour(hue, 0.2, 0.3))
    for number, x in enumerate(range(110, WIDTH, 150)):
        y = 430 + (number % 3) * 60
        warm = colour(rng.choice([8, 32, 48, 330]), 0.64, 0.8)
        draw.line([(x, y), (x + 40, 760)], fill=colour(30, 0.35, 0.3), width=6)
        draw.ellipse([x - 46, y - 56, x + 46, y + 56], fill=warm)
        draw.ellipse([x - 20, y - 28, x + 20, y + 28], fill=colour(50, 0.88, 0.9))


def _bicycles(draw: ImageDraw.ImageDraw, rng: random.Random, hue: int) -> None:
    draw.rectangle([0, 0, WIDTH, 640], fill=colour(hue, 0.84, 0.14))
    draw.rectangle([0, 640, WIDTH, HEIGHT], fill=colour(hue, 0.6, 0.1))
    for x in range(0, WIDTH, 240):
        draw.line([(x, 0), (x, 640)], fill=colour(hue, 0.76, 0.14), width=5)
    for x in (120, 460, 800):
        frame = colour((hue + rng.randint(0, 300)) % 360, 0.42, 0.55)
        for wheel in (x, x + 210):
            draw.ellipse([wheel, 560, wheel + 170, 730], outline=colour(0, 0.2, 0.0), width=12)
        hub, pedal, far = (x + 85, 645), (x + 185, 650), (x + 295, 645)
        saddle, bar = (x + 145, 520), (x + 265, 510)
        for start, end in (
            (hub, pedal), (hub, saddle), (saddle, pedal), (saddle, bar), (bar, pedal), (bar, far),
        ):  # fmt: skip
            draw.line([start, end], fill=frame, width=12)
        draw.line([(x + 120, 512), (x + 175, 512)], fill=colour(0, 0.2, 0.0), width=16)


def _stairs(draw: ImageDraw.ImageDraw, rng: random.Random, hue: int) -> None:
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=colour(hue, 0.9, 0.25))
    draw.rounded_rectangle([760, 90, 1060, 430], radius=20, fill=colour(205, 0.82, 0.6))
    draw.line([(910, 90), (910, 430)], fill=colour(hue, 0.98, 0.2), width=14)
    draw.line([(760, 260), (1060, 260)], fill=colour(hue, 0.98, 0.2), width=14)
    for step in range(9):
        left, top = step * 105, 820 - step * 72
        draw.rectangle([left, top, WIDTH, top + 72], fill=colour(hue, 0.7 - step * 0.03, 0.2))
        draw.line([(left, top), (WIDTH, top)], fill=colour(hue, 0.5, 0.25), width=8)
    draw.line([(40, 640), (930, 30)], fill=colour(25, 0.38, 0.45), width=20)


SCENES: dict[str, Callable[[ImageDraw.ImageDraw, random.Random, int], None]] = {
    "courtyard": _courtyard,
    "roof": _roof,
    "lanterns": _lanterns,
    "bicycles": _bicycles,
    "stairs": _stairs,
}


def _png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()
