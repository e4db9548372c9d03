"""How values look on a page: pure functions under the template tags of `{% load ui %}`."""
