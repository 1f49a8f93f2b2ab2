"""What somebody typed into the search box, understood."""

import re
from dataclasses import dataclass

from search.text.normalising import words_of

#: Longer input is cut: nobody types more, and the index need not look at it.
MAX_LENGTH = 120
MAX_WORDS = 10
_SHORTEST_STEM = 4
#: Endings of nouns and verbs in the languages we speak; the longest that fits is taken off.
_ENDINGS = (
    "ungen", "ings", "oes", "ung", "ing", "ed", "es", "en", "er", "em", "ao", "ns",
    "s", "e", "n", "o", "a",
    "ات", "ون", "ين", "ان", "ها", "يه", "ه", "ي",
)  # fmt: skip
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"'))
_PARTS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside each other; a single unquoted one also stands for its other forms."""

    words: tuple[str, ...]
    is_quoted: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        """Beginnings of words that count as this one: endings off, `ue` read as `ü` as well."""
        if self.is_quoted or len(self.words) != 1:
            return ()
        word = self.words[0]
        spellings = dict.fromkeys((word, re.sub("([aou])e", r"\1", word)))
        return tuple(dict.fromkeys(_without_ending(spelling) for spelling in spellings))


@dataclass(frozen=True, slots=True)
class Question:
    """Every wanted term must be there, no unwanted one may."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for; leaving something out of everything is no question."""
        return not self.wanted


def understood(text: str) -> Question:
    """Words, "exact phrases" and -unwanted words. Any text is a question; nonsense is an empty one.

    Quotes without a partner, signs and whatever else has no letter or digit mean nothing.
    """
    text = text.replace("\x00", " ")[:MAX_LENGTH].translate(_QUOTES)
    if text.count('"') % 2:
        cut = text.rindex('"')
        text = f"{text[:cut]} {text[cut + 1 :]}"
    wanted: list[Term] = []
    unwanted: list[Term] = []
    left = MAX_WORDS
    for part in _PARTS.finditer(text):
        words = words_of(part["phrase"] or part["word"] or "")[:left]
        if not words:
            continue
        left -= len(words)
        if part["phrase"] is not None:
            terms = [Term(tuple(words), is_quoted=True)]
        else:
            terms = [Term((word,)) for word in words]
        (unwanted if part["minus"] else wanted).extend(terms)
    return Question(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
