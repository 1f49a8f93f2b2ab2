"""What is different between two versions of a page, told to people: in words and by part."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.utils.text import text_from_html

SAME, ADDED, REMOVED, CHANGED, MOVED = "same", "added", "removed", "changed", "moved"
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field or block; `kind` is added, removed, changed or moved."""

    label: str
    kind: str
    pieces: list[Piece] = field(default_factory=list)
    #: Pictures that came and went, for thumbnails.
    images_before: list[Any] = field(default_factory=list)
    images_after: list[Any] = field(default_factory=list)


def text_pieces(before: str, after: str) -> list[Piece]:
    """Two texts word by word, neighbours of one kind joined."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Piece] = []

    def add(kind: str, words: list[str]) -> None:
        if not words:
            return
        if found and found[-1].kind == kind:
            found[-1] = Piece(kind, found[-1].text + "".join(words))
        else:
            found.append(Piece(kind, "".join(words)))

    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            add(SAME, old[i1:i2])
        else:
            add(REMOVED, old[i1:i2])
            add(ADDED, new[j1:j2])
    return found


def value_difference(label: str, before: str, after: str) -> Difference | None:
    """A plain field; None when nothing changed."""
    if before == after:
        return None
    if not before:
        return Difference(label, ADDED, [Piece(ADDED, after)])
    if not after:
        return Difference(label, REMOVED, [Piece(REMOVED, before)])
    return Difference(label, CHANGED, text_pieces(before, after))


def stream_differences(before: Any, after: Any) -> list[Difference]:
    """The blocks of two stream values that came, went, changed or moved, in the order they are
    read now; what went stands at the end."""
    old = {child.id: child for child in before}
    new = {child.id: child for child in after}
    kept = [key for key in old if key in new]
    stayed = _longest_in_order(kept, [key for key in new if key in old])
    found = []
    for key, child in new.items():
        if key not in old:
            found.append(_block(ADDED, None, child))
        elif block_text(old[key]) != block_text(child) or _images(old[key]) != _images(child):
            found.append(_block(CHANGED, old[key], child))
        elif key not in stayed:
            found.append(Difference(block_label(child), MOVED, [Piece(SAME, block_text(child))]))
    found += [_block(REMOVED, child, None) for key, child in old.items() if key not in new]
    return found


def _longest_in_order(old: list[str], new: list[str]) -> set[str]:
    matcher = difflib.SequenceMatcher(None, old, new, False)
    return {key for block in matcher.get_matching_blocks() for key in old[block.a :][: block.size]}


def _block(kind: str, before: Any, after: Any) -> Difference:
    child = after if after is not None else before
    return Difference(
        label=block_label(child),
        kind=kind,
        pieces=text_pieces(
            block_text(before) if before is not None else "",
            block_text(after) if after is not None else "",
        ),
        images_before=_images(before) if before is not None else [],
        images_after=_images(after) if after is not None else [],
    )


def block_label(child: Any) -> str:
    label = str(child.block.label)
    if child.block_type == "overridable":
        return f"{label}: {child.value['label']}"
    return label


def block_text(child: Any) -> str:
    """Everything a block says, as plain lines."""
    return "\n".join(_lines(child.block, child.value))


def _lines(block: Any, value: Any) -> Iterator[str]:
    if value is None or value == "":
        return
    if isinstance(block, ImageBlock | ImageChooserBlock):
        yield str(value)
    elif isinstance(block, blocks.StructBlock):
        for name, part in block.child_blocks.items():
            lines = list(_lines(part, value.get(name)))
            if len(lines) == 1:
                yield f"{part.label}: {lines[0]}"
            elif lines:
                yield f"{part.label}:"
                yield from lines
    elif isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            yield from _lines(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            yield from _lines(child.block, child.value)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _filled(text_from_html(value.source).splitlines())
    elif isinstance(block, blocks.BooleanBlock):
        yield _("yes") if value else _("no")
    elif isinstance(block, blocks.MultipleChoiceBlock):
        labels = _choices(block)
        yield ", ".join(labels.get(item, str(item)) for item in value)
    elif isinstance(block, blocks.ChoiceBlock):
        yield _choices(block).get(value, str(value))
    else:
        yield from _filled(str(value).splitlines())


def _filled(lines: Iterable[str]) -> Iterator[str]:
    return (line.strip() for line in lines if line.strip())


def _choices(block: Any) -> dict[Any, str]:
    return {key: str(label) for key, label in block.field.choices if not isinstance(label, list)}


def _images(child: Any) -> list[Any]:
    return list(_images_in(child.block, child.value))


def _images_in(block: Any, value: Any) -> Iterator[Any]:
    if value is None or value == "":
        return
    if isinstance(block, ImageBlock | ImageChooserBlock):
        yield value
    elif isinstance(block, blocks.StructBlock):
        for name, part in block.child_blocks.items():
            yield from _images_in(part, value.get(name))
    elif isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            yield from _images_in(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            yield from _images_in(child.block, child.value)
