"""Words folded alike on both sides, questions understood, snippets safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.normalising import normalised, words_of
from search.text.questions import MAX_WORDS, Term, understood
from search.text.snippets import marked, matcher_of, snippet


class TestNormalised:
    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("Müll", "mull"),
            ("résumé", "resume"),
            ("Straße", "strasse"),
            ("ÇA", "ca"),
            ("Smørrebrød", "smorrebrod"),
            ("cœur", "coeur"),
            ("manutenção", "manutencao"),
            ("ﬁre", "fire"),
            ("soft\u00adhyphen", "softhyphen"),
        ],
    )
    def test_latin_letters_lose_their_accents(self, written, plain):
        assert normalised(written) == plain
        assert normalised(plain) == plain

    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("الصِّيَانَة", "الصيانه"),
            ("الصيانة", "الصيانه"),
            ("مـــصعد", "مصعد"),
            ("أحمد إبراهيم آدم ٱلبيت", "احمد ابراهيم ادم البيت"),
            ("مستشفى", "مستشفي"),
            ("٤٢", "42"),
        ],
    )
    def test_arabic_is_folded_to_its_letters(self, written, plain):
        assert normalised(written) == plain

    def test_the_arabic_article_counts_for_nothing(self):
        assert words_of("الصيانة والمصعد بالمبنى للسكان") == words_of("صيانة مصعد مبنى سكان")
        assert words_of("الم") == ["الم"]

    @given(st.text())
    def test_folding_twice_changes_nothing(self, text):
        once = normalised(text)
        assert normalised(once) == once

    def test_words_are_split_like_the_databases_split_them(self):
        assert words_of("4-B, l'ascenseur: boris@harbour.example, a_b") == [
            "4", "b", "l", "ascenseur", "boris", "harbour", "example", "a", "b",
        ]  # fmt: skip


class TestQuestions:
    def test_words_phrases_and_a_minus(self):
        question = understood('lift "two hours" -inspection „ganz leise“')
        assert question.wanted == (
            Term(("lift",)),
            Term(("two", "hours"), is_quoted=True),
            Term(("ganz", "leise"), is_quoted=True),
        )
        assert question.unwanted == (Term(("inspection",)),)

    @pytest.mark.parametrize(
        "text", ["", " ", "\x00", '"', '""', "-", "- -", "%_*()", "-lift", "!:&|"]
    )
    def test_nonsense_asks_for_nothing(self, text):
        assert understood(text).is_empty

    def test_a_quote_without_partner_means_nothing(self):
        assert understood('lift "today').wanted == (Term(("lift",)), Term(("today",)))

    def test_a_hyphen_inside_a_word_leaves_nothing_out(self):
        assert understood("re-open").wanted == (Term(("re",)), Term(("open",)))

    def test_long_input_is_cut(self):
        assert len(understood("word " * 500).wanted) == 1
        assert len(understood(" ".join(f"w{n}" for n in range(100))).wanted) == MAX_WORDS

    @pytest.mark.parametrize(
        ("word", "stem"),
        [("lifts", "lift"), ("inspections", "inspectio"), ("Mülltonnen", "mulltonn"),
         ("réparations", "reparatio"), ("informações", "informac"),
         ("bus", "bus"), ("مصاعدها", "مصاعد")],
    )  # fmt: skip
    def test_endings_are_taken_off(self, word, stem):
        assert stem in understood(word).wanted[0].stems

    def test_digraphs_are_read_as_umlauts_too(self):
        assert "mull" in understood("Muell").wanted[0].stems

    @given(st.text())
    def test_any_text_is_a_question(self, text):
        question = understood(text)
        snippet(text, matcher_of(question))


def shown(text, asked, **options):
    return str(snippet(text, matcher_of(understood(asked)), **options))


class TestSnippets:
    def test_marks_the_words_as_they_are_written(self):
        assert shown("Die Mülltonnen stehen im Hof.", "mulltonne") == (
            "Die <mark>Mülltonnen</mark> stehen im Hof."
        )

    def test_marks_arabic_words_with_their_signs(self):
        assert "<mark>الصِّيَانَة</mark>" in shown("موعد الصِّيَانَة غدا", "صيانة")

    def test_escapes_everything_else(self):
        text = "<script>alert(1)</script> lift & <b>lift</b>"
        found = shown(text, "lift")
        assert found.count("<mark>lift</mark>") == 2
        assert found.replace("<mark>", "").replace("</mark>", "").count("<") == 0
        assert "&lt;script&gt;" in found

    def test_a_mark_in_the_text_stays_text(self):
        assert shown("<mark>x</mark> lift", "lift") == (
            "&lt;mark&gt;x&lt;/mark&gt; <mark>lift</mark>"
        )

    def test_shows_the_place_of_the_match(self):
        text = "word " * 300 + "needle " + "word " * 300
        found = shown(text, "needle")
        assert found.startswith("… word")
        assert found.endswith("word …")
        assert "<mark>needle</mark>" in found
        assert len(found) < 300

    def test_shows_the_beginning_without_a_match(self):
        assert shown("A long story.", "needle") == "A long story."

    @given(st.text(), st.text())
    def test_is_always_safe(self, text, asked):
        found = str(marked(text, matcher_of(understood(asked))))
        assert "<" not in found.replace("<mark>", "").replace("</mark>", "")
