"""One form for all spellings of a word, used alike for what is indexed and what is asked.

The databases' own dictionaries know one language at a time, and a building's pages come in six.
So words are folded here, in plain Python, and the databases compare them as they stand.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Letters that Unicode does not take apart, by what people type instead of them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i",
        # Arabic: the stretching stroke, and letters that are written either way.
        "ـ": "", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك",
    }
)  # fmt: skip
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200d"
_WORD = re.compile(r"[^\W_]+")
_WRITTEN_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
#: "the", "and the", "with the", "for the": written as one with the Arabic word.
_ARABIC_ARTICLE = re.compile("^(?:[وف]?(?:ال|بال|كال)|لل)(?=.{3})")


def normalised(text: str) -> str:
    """Lower case, without accents, Arabic vowel signs and stretching; European digits.

    >>> normalised("MÜLL, résumé, Straße, الصِّيانة ٤")
    'mull, resume, strasse, الصيانه 4'
    """
    if text.isascii():
        return text.lower()
    # Taken apart twice: some letters have a lower case only then, and that has accents again.
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", apart).casefold().translate(_LETTERS)
    return "".join(_plain(letter) for letter in plain)


def words_of(text: str) -> list[str]:
    """The words of `text` as they are indexed: normalised, without the Arabic article."""
    return [_ARABIC_ARTICLE.sub("", word) for word in _WORD.findall(normalised(text))]


def written_words(text: str) -> "Iterator[re.Match[str]]":
    """The words of `text` as they stand there, accents and vowel signs included."""
    return _WRITTEN_WORD.finditer(text)


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """One written word as it is indexed."""
    return _ARABIC_ARTICLE.sub("", normalised(word))


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return "" if category in ("Mn", "Cf") else letter
