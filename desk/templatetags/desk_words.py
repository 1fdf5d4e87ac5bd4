"""People in words, for templates: `{{ person|asal }}`, `{{ person|usaha }}`."""

from django import template

from desk.showing_people import business_words, place_words

register = template.Library()
register.filter("asal", place_words)
register.filter("usaha", business_words)
