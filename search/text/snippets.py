"""The lines around a match, with the words that matched marked. Everything else is escaped."""

from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.text.normalising import folded, written_words
from search.text.questions import Question

LENGTH = 220
#: How many characters stand before the first match.
BEFORE = 60
#: A match further down is not looked for; the beginning is shown then.
MOST_READ = 60_000


@dataclass(frozen=True, slots=True)
class Matcher:
    """Whether a written word is one that was asked for."""

    exact: frozenset[str]
    beginnings: tuple[str, ...]

    def __call__(self, word: str) -> bool:
        plain = folded(word)
        return plain in self.exact or (bool(self.beginnings) and plain.startswith(self.beginnings))


def matcher_of(question: Question) -> Matcher:
    return Matcher(
        exact=frozenset(word for term in question.wanted for word in term.words),
        beginnings=tuple(stem for term in question.wanted for stem in term.stems),
    )


def marked(text: str, matches: Matcher) -> SafeString:
    """`text` escaped, each matching word in <mark>."""
    pieces, done = [], 0
    for word in written_words(text):
        if matches(word[0]):
            pieces += [escape(text[done : word.start()]), format_html("<mark>{}</mark>", word[0])]
            done = word.end()
    pieces.append(escape(text[done:]))
    return mark_safe("".join(pieces))


def snippet(text: str, matches: Matcher, length: int = LENGTH) -> SafeString:
    """About `length` characters around the first match, or the beginning where there is none."""
    first = next((w for w in written_words(text[:MOST_READ]) if matches(w[0])), None)
    start = 0 if first is None else max(0, first.start() - BEFORE)
    if start:
        space = text.find(" ", start, first.start() if first else start)
        start = start if space < 0 else space + 1
    end = start + length
    if end < len(text):
        space = text.rfind(" ", start + length // 2, end)
        end = end if space < 0 else space
    shown = " ".join(text[start:end].split())
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, marked(shown, matches), after)
