"""A form of the console with what was typed into it, so that a refusal loses nothing."""

import re
from collections.abc import Mapping
from html import escape, unescape

from mpsandbox.templating import Markup

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
_INPUT = re.compile(r'<input\b(?![^>]*type="hidden")[^>]*\bname="([^"]*)"[^>]*>')
_AREA = re.compile(r'(<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?)(.*?)(</textarea>)', re.DOTALL)
_SELECT = re.compile(r'<select\b[^>]*\bname="([^"]*)"[^>]*>.*?</select>', re.DOTALL)
_OPTION = re.compile(r'<option value="([^"]*)"(?: selected)?>')
_VALUE = re.compile(r' value="[^"]*"')


def refilled(page: Markup, action: str, typed: Mapping[str, str]) -> Markup:
    """Return `page` with `typed` in the form that was sent to `action`; the others stay."""
    return Markup(_FORM.sub(lambda form: _form(form[0], action, typed), page))


def _form(form: str, action: str, typed: Mapping[str, str]) -> str:
    sent_to = _ACTION.match(form)
    hidden = {name: unescape(value) for name, value in _HIDDEN.findall(form) if name != "back"}
    names = {*_INPUT.findall(form), *_SELECT.findall(form)} | {m[1] for m in _AREA.findall(form)}
    is_this = sent_to is not None and unescape(sent_to[1]) == action
    if not is_this or any(typed.get(name) != value for name, value in hidden.items()):
        return form
    if not names & set(typed):
        return form
    form = _INPUT.sub(lambda field: _input(field[0], field[1], typed), form)
    form = _AREA.sub(lambda area: _area(area, typed), form)
    return _SELECT.sub(lambda field: _select(field[0], field[1], typed), form)


def _input(field: str, name: str, typed: Mapping[str, str]) -> str:
    if 'type="checkbox"' in field:
        return field[:-1] + " checked>" if name in typed else field
    if name not in typed:
        return field
    return f'{_VALUE.sub("", field)[:-1]} value="{escape(typed[name])}">'


def _area(area: re.Match[str], typed: Mapping[str, str]) -> str:
    text = escape(typed[area[2]]) if area[2] in typed else area[3]
    opened = area[1] if area[1].endswith("\n") else area[1] + "\n"
    return f"{opened}{text}{area[4]}"


def _select(field: str, name: str, typed: Mapping[str, str]) -> str:
    if name not in typed:
        return field
    chosen = typed[name]

    def option(found: re.Match[str]) -> str:
        mark = " selected" if unescape(found[1]) == chosen else ""
        return f'<option value="{found[1]}"{mark}>'

    return _OPTION.sub(option, field)
