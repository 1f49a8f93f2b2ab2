"""The building blocks of pages."""

from portal.blocks.body import BodyBlock
from portal.blocks.text import HeadingBlock

__all__ = ["BodyBlock", "HeadingBlock"]
