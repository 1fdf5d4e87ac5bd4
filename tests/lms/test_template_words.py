"""Words that stand in Wagtail's templates themselves reach people in Indonesian."""

import pytest
from django.template.loader import get_template

from lms.template_words import WORDS


@pytest.mark.parametrize(("name", "words"), WORDS.items())
def test_word_is_replaced_and_still_needs_to_be(name, words):
    english, ours = words
    template = get_template(name).template
    assert ours in template.source
    assert english not in template.source


@pytest.mark.parametrize(("name", "words"), WORDS.items())
def test_wagtail_still_holds_the_english_word(name, words):
    with open(get_template(name).template.origin.name) as file:
        assert words[0] in file.read()
