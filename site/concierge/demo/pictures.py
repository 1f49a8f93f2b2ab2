"""Pictures that the demo draws itself: simple houses and lifts, in the building's own hue."""

import colorsys
import io
import random

from PIL import Image, ImageDraw

SIZE = (1600, 800)
Colour = tuple[int, int, int]


def colour(hue: int, lightness: float, saturation: float = 0.35) -> Colour:
    red, green, blue = colorsys.hls_to_rgb(hue / 360, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def street(hue: int, seed: int) -> bytes:
    """A row of houses at dusk as PNG: sky, hills, the building with lit windows, trees."""
    rng = random.Random(seed)  # noqa: S311 - a picture, not a secret
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=colour(hue, 0.93 - 0.28 * y / height, 0.5))
    draw.ellipse([1120, 90, 1300, 270], fill=colour(45, 0.9, 0.8))
    for layer, lightness in enumerate((0.72, 0.62)):
        top = 470 + 60 * layer
        points = [(0, height)] + [
            (x, top + rng.randint(-50, 50)) for x in range(0, width + 200, 200)
        ]
        draw.polygon([*points, (width, height)], fill=colour(hue, lightness, 0.25))
    left = 90
    while left < width - 120:
        house_width = rng.choice([180, 220, 260, 320])
        floors = rng.randint(3, 6)
        _house(draw, rng, hue, left, house_width, floors)
        left += house_width + rng.choice([0, 24, 70])
    draw.rectangle([0, 700, width, height], fill=colour(hue, 0.32, 0.18))
    for x in range(40, width, 190):
        crown = rng.randint(46, 70)
        draw.rectangle([x - 5, 640, x + 5, 705], fill=colour(25, 0.3, 0.3))
        draw.ellipse(
            [x - crown, 640 - crown, x + crown, 640 + crown // 2], fill=colour(140, 0.38, 0.3)
        )
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()


def logo(hue: int) -> bytes:
    """A mark as PNG: a gable with a lit door, on white."""
    image = Image.new("RGB", (256, 256), "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle([8, 8, 248, 248], 48, fill=colour(hue, 0.3, 0.5))
    draw.polygon([(40, 128), (128, 48), (216, 128)], fill=colour(hue, 0.85, 0.5))
    draw.rectangle([64, 128, 192, 212], fill=colour(hue, 0.85, 0.5))
    draw.rounded_rectangle([106, 148, 150, 212], 20, fill=colour(45, 0.6, 0.8))
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()


def _house(
    draw: ImageDraw.ImageDraw, rng: random.Random, hue: int, left: int, width: int, floors: int
) -> None:
    top = 700 - floors * 90
    wall = colour((hue + rng.choice([0, 15, 345])) % 360, rng.choice([0.5, 0.58, 0.66]), 0.28)
    draw.rectangle([left, top, left + width, 700], fill=wall)
    draw.polygon(
        [(left - 8, top), (left + width + 8, top), (left + width // 2, top - 62)],
        fill=colour(hue, 0.3, 0.3),
    )
    columns = max(2, width // 74)
    for floor in range(floors):
        for column in range(columns):
            x = left + (column + 0.5) * width / columns
            y = top + 24 + floor * 90
            lit = rng.random() < 0.45
            draw.rounded_rectangle(
                [x - 17, y, x + 17, y + 46],
                radius=4,
                fill=colour(46, 0.8, 0.85) if lit else colour(hue, 0.24, 0.3),
            )
    door = left + width // 2
    draw.rounded_rectangle([door - 20, 640, door + 20, 700], radius=6, fill=colour(hue, 0.2, 0.4))
