"""The templates of pages of HTML: strict about names, and every text in them is made harmless."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template


def page_template(package: str, name: str) -> Template:
    """The template of that name beside the code of a package."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files(package).joinpath(name).read_text(encoding="utf-8"))
