from firsthand.claim.terms import Vocabulary, stem


def test_endings_and_meanings_fold():
    words = Vocabulary(["The board fired her."], ["The board fired her."])

    assert stem("investigations") == stem("investigation")
    assert words.terms("ousted") == words.terms("fired") == words.terms("dismissal")


def test_letters_meet_the_full_name():
    text = "The Harbour Safety Board met. The HSB voted."
    words = Vocabulary([text], text.split(". "))

    assert words.terms("Harbour Safety Board") == words.terms("HSB")


def test_a_word_of_every_sentence_weighs_less():
    sentences = ["Lund sailed", "Lund sank", "Lund swam", "the dam broke near Lund"]
    words = Vocabulary(sentences, sentences)

    (name,), (dam,) = words.terms("Lund"), words.terms("dam")
    assert words.weight(name) < words.weight(dam)
    assert words.overlap(words.terms("the dam broke"), words.terms("the dam broke")) > 0.99
