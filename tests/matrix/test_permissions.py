"""The permission matrix: every page and button, by everybody, as the table says."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.factories import ledger_size
from tests.matrix.cases import Case, case_of

from hefa.people.models import Person
from hefa.registry.actions import appoint
from hefa.registry.models import Unit

PEOPLE = {
    "author": "zhang",
    "colleague": "lin",
    "other_unit": "wu",
    "unit_head": "zhao",
    "sender": "sun",
    "office": "zhou",
    "approver": "wang",
    "administrator": "chen",
    "inspector": "he",
    "tech_support": "liu",
    "stranger": "stranger",
}
SIGNED_OUT = "signed_out"
REFUSED = {403, 409, 422}


def table() -> dict[str, dict[str, str]]:
    """Return the cells of the table by row and column."""
    path = Path(__file__).with_name("permissions.csv")
    with path.open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(lines, skipinitialspace=True)
        return {
            row["what".ljust(len(next(iter(row))))].strip(): {
                column.strip(): cell.strip()
                for column, cell in row.items()
                if column.strip() in PEOPLE or column.strip() == SIGNED_OUT
            }
            for row in rows
        }


TABLE = table()


@pytest.fixture
def everybody(person: Callable[[str], Person], now: datetime) -> dict[str, Person]:
    colleague = person("lin")
    appoint(
        colleague,
        post="contributor",
        unit=Unit.objects.get(key="service"),
        starts_on=date(2026, 9, 1),
        by=None,
        now=now,
    )
    return {column: person(name) for column, name in PEOPLE.items()}


@pytest.mark.parametrize("row", TABLE)
def test_row_of_the_table(
    row: str, everybody: dict[str, Person], now: datetime, settings: LazySettings
) -> None:
    settings.DEMO = True  # the account is a sandbox
    method, _, name = row.partition(" ")
    made = case_of(row, now)
    address = reverse(name.partition("#")[0], args=made.url)

    found = {}
    for column, expected in TABLE[row].items():
        mark = transaction.savepoint()
        browser = Client(raise_request_exception=False)
        if column in everybody:
            browser.force_login(everybody[column])
        size = ledger_size()
        response = _asked(browser, method, address, made)
        found[column] = _outcome(response, expected)
        if expected != "ok":
            assert ledger_size() == size, f"{column}: refused, yet the ledger grew"
        transaction.savepoint_rollback(mark)

    assert found == TABLE[row]


def test_every_address_has_a_row() -> None:
    in_table = {row.partition(" ")[2].partition("#")[0] for row in TABLE}

    assert in_table == set(_names(get_resolver()))


def test_every_cell_says_one_of_five_things() -> None:
    cells = {cell for row in TABLE.values() for cell in row.values()}

    assert cells == {"ok", "no", "404", "422", "login"}
    assert all(set(row) == {*PEOPLE, SIGNED_OUT} for row in TABLE.values())


@pytest.mark.parametrize("name", sorted({row.partition(" ")[2].partition("#")[0] for row in TABLE}))
def test_method_without_a_row_changes_nothing(
    name: str, everybody: dict[str, Person], now: datetime
) -> None:
    rows = [row for row in TABLE if row.partition(" ")[2].partition("#")[0] == name]
    made = case_of(rows[0], now)
    address = reverse(name, args=made.url)
    size = ledger_size()
    for method in {"GET", "POST", "PUT", "DELETE"} - {row.partition(" ")[0] for row in rows}:
        browser = Client(raise_request_exception=False)
        browser.force_login(everybody["administrator"])
        response = browser.generic(method, address)
        assert response.status_code < 500, method
        if ":" in name and method in {"PUT", "DELETE"}:
            assert response.status_code in {404, 405}, method

    assert ledger_size() == size


def _asked(browser: Client, method: str, address: str, made: Case) -> HttpResponse:
    if method == "GET":
        return browser.get(address)
    if made.body:
        return browser.post(address, made.body, content_type="application/json")
    for value in made.form.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return browser.post(address, dict(made.form))


def _outcome(response: HttpResponse, expected: str) -> str:
    """Return what came of a request, in the words of the table."""
    status = response.status_code
    if str(status) == expected:
        return expected
    if status in {301, 302} and response["Location"].startswith(reverse("account_login")):
        return "login"
    if status < 400:
        return "ok"
    if status in REFUSED:
        return "no"
    return str(status)


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"
