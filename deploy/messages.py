"""The catalogues of translations: `make messages`, `make check-messages`, and what compiles them.

    python deploy/messages.py extract   write new texts into locale/*/LC_MESSAGES/django.po
    python deploy/messages.py check     say what is missing, unfinished or inconsistent
    python deploy/messages.py compile   write the .mo files where a .po file is newer

Texts are found by Django's own reading of templates (which sees cotton components and MJML as any
other template) and by Babel's of Python code, so nothing has to be installed beside the packages.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
#: Babel's locale for each language; the folder is named as Django calls it.
LANGUAGES = {"de": "de", "fr": "fr", "es": "es", "pt": "pt_PT", "ar": "ar"}
TEMPLATES = ("*.html", "*.txt", "*.mjml")
PACKAGES = ("site", "buildings", "home", "portal", "search")
#: Pages of developers, which no resident and no manager sees.
LEFT_OUT = ("templates/style.html", "templates/demo/", "site/concierge/demo/", "/migrations/")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
CHANGING_HEADERS = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team'
    r"|Report-Msgid-Bugs-To): .*\n",
    re.MULTILINE,
)
#: What an audit entry says it is about: `audit.record(actor, "properties.building_changed", …)`.
#: What allauth tells comes by `security.note…(actor=…, action="signed_in", …)`.
ACTION = re.compile(
    r'audit\.record(?:_many|_unsigned)?\(\s*(?:[\w.]+|"[^"]+"),\s*"\w+\.(\w+)"'
    r'|(?:security\.)?note\w*\(\s*actor=[\w.]+,\s*action="(\w+)"'
    # Handed on to a helper that records it: `_close(actor, row, state, "residents.…_accepted")`.
    r'|\b_\w+\((?:[^()]|\([^()]*\))*,\s*"\w+\.(\w+)",?\s*\)'
)


def main() -> int:
    match sys.argv[1:]:
        case ["extract"]:
            return extract()
        case ["check"]:
            return check()
        case ["compile"]:
            return compile_catalogues()
    say(__doc__)
    return 2


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def extract() -> int:
    """Bring every catalogue up to date. What nobody asks for any more is left out."""
    wanted = texts()
    for language, locale in LANGUAGES.items():
        path = catalogue_path(language)
        old = read(path, locale)
        new = Catalog(locale=locale, project="New Concierge", charset="utf-8", fuzzy=False)
        new.header_comment = f"# New Concierge in {new.locale_identifier}."
        for message in wanted:
            known = old.get(message.id, message.context)
            if known and known.pluralizable != message.pluralizable:
                known = None  # It has got, or lost, its plural forms since: translate it anew.
            new.add(
                message.id,
                string=known.string if known else None,
                locations=message.locations,
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known else (),
                flags=message.flags | (known.flags & {"fuzzy"} if known else set()),
                context=message.context,
            )
        write(path, new)
        todo = sum(not is_done(message) for message in new if message.id)
        say(f"{path.relative_to(ROOT)}: {len(new)} texts, {todo} to translate")
    return 0


def check() -> int:
    """Every text is in every catalogue, translated, with the same placeholders."""
    wanted = texts()
    problems: list[str] = []
    for language, locale in LANGUAGES.items():
        catalogue = read(catalogue_path(language), locale)
        for message in wanted:
            found = catalogue.get(message.id, message.context)
            if found is None:
                problems.append(f"{language}: not in the catalogue: {first(message)!r}")
            else:
                problems += (f"{language}: {text}: {first(message)!r}" for text in faults(found))
        known = {(first(message), message.context) for message in wanted}
        problems += (
            f"{language}: nobody asks for this any more: {first(message)!r}"
            for message in catalogue
            if message.id and (first(message), message.context) not in known
        )
        forms = get_plural(locale)
        if (catalogue.num_plurals, catalogue.plural_expr) != (forms.num_plurals, forms.plural_expr):
            problems.append(f"{language}: the rule of its plural forms is not {forms}")
    for problem in problems:
        say(problem)
    if problems:
        say(f"{len(problems)} problems. `make messages` brings the catalogues up to date.")
    return 1 if problems else 0


def compile_catalogues() -> int:
    for language, locale in LANGUAGES.items():
        path = catalogue_path(language)
        target = path.with_suffix(".mo")
        if not path.exists() or (target.exists() and target.stat().st_mtime > path.stat().st_mtime):
            continue
        content = io.BytesIO()
        write_mo(content, read(path, locale))
        # Written aside and moved, because several processes may start at the same time.
        partial = target.with_suffix(f".mo.{id(content)}")
        partial.write_bytes(content.getvalue())
        partial.replace(target)
    return 0


def texts() -> list[Message]:
    """Every marked text of the project, in the order of the texts."""
    found = Catalog(charset="utf-8")
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            for match in ACTION.finditer(source):
                words = (match[1] or match[2] or match[3]).replace("_", " ")
                found.add(words[:1].upper() + words[1:], locations=[(name, 0)])
        else:
            # Indentation means nothing in a template, and much to what reads the result.
            lines = templatize(source, origin=name).splitlines()
            source = "\n".join(line.lstrip() for line in lines)
        for _, function, arguments, comments in extract_python(
            io.BytesIO(source.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        ):
            message = _message(function, arguments)
            if message is not None:
                ids, context = message
                found.add(ids, locations=[(name, 0)], context=context, auto_comments=comments)
    for message in found:
        message.locations = sorted(set(message.locations))
    return sorted((m for m in found if m.id), key=lambda m: (first(m), m.context or ""))


def _message(function: str, arguments: object) -> tuple[str | tuple[str, str], str | None] | None:
    """The text (or its two forms) and the context of a call; None for one without a literal."""
    given = list(arguments) if isinstance(arguments, tuple | list) else [arguments]
    places = KEYWORDS[function] or (1,)
    context = None
    ids: list[str] = []
    for place in places:
        index, is_context = (place[0], True) if isinstance(place, tuple) else (place, False)
        value = given[index - 1] if index <= len(given) else None
        if not isinstance(value, str) or not value:
            return None
        if is_context:
            context = value
        else:
            ids.append(value)
    return (ids[0] if len(ids) == 1 else (ids[0], ids[1])), context


def sources() -> Iterator[Path]:
    found = [path for pattern in TEMPLATES for path in (ROOT / "templates").rglob(pattern)]
    found += [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    for path in sorted(found):
        if not any(part in f"/{path.relative_to(ROOT).as_posix()}" for part in LEFT_OUT):
            yield path


def faults(message: Message) -> list[str]:
    """What is wrong with one translation."""
    if not is_done(message):
        return ["unfinished (fuzzy)" if message.fuzzy else "not translated"]
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    found: list[str] = []
    needed = set.intersection(*(placeholders(text) for text in ids))
    allowed = set.union(*(placeholders(text) for text in ids))
    # A form that stands for one or two may say the number in words.
    if any(placeholders(text) - allowed for text in strings) or any(
        (needed - {"n", "number"} if len(strings) > 1 else needed) - placeholders(text)
        for text in strings
    ):
        found.append("its placeholders differ")
    if any('"' in text for text in strings) and not any('"' in text for text in ids):
        found.append("a straight quotation mark would end an attribute")
    if any(sorted(tags(text)) != sorted(tags(ids[-1])) for text in strings):
        found.append("its markup differs")
    if len(ids[0]) > 20 and any(len(text) < 4 for text in strings):
        found.append("far too short")
    if any(text != text.strip() for text in strings) and all(text == text.strip() for text in ids):
        found.append("spaces around it")
    return found


def placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in PLACEHOLDER.findall(text)}


def tags(text: str) -> list[str]:
    return re.findall(r"</?\w+[^>]*>", text)


def is_done(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings) and not message.fuzzy


def first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    write_po(content, catalogue, width=100, include_lineno=False)
    lines = content.getvalue().decode("utf-8")
    # Dates of the tool would make every extraction a change.
    path.write_text(CHANGING_HEADERS.sub("", lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
