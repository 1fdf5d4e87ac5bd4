"""The studio's menu leads nowhere that our people can't read."""

from wagtail.admin.menu import help_menu


def test_help_in_a_foreign_language_is_left_out(cast, rf):
    request = rf.get("/studio/")
    request.user = cast.dewi
    assert [item.name for item in help_menu.menu_items_for_request(request)] == ["keyboard-shortcuts-trigger"]
