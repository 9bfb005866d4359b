"""制度: the version in force in plain words, and every version adopted, word for word."""

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from hefa.core.workdays import day_of
from hefa.registry.access import standing
from hefa.registry.adopted import parsed, regulation_in_force
from hefa.registry.downloads import text_file
from hefa.registry.models import AdoptedRegulation
from hefa.registry.pages import crumbs, link, manager_page
from hefa.registry.regulation_in_words import in_words
from hefa.registry.request import StaffRequest


@manager_page
def regulation(request: StaffRequest) -> HttpResponse:
    """Return the page of the regulation: what is in force, and every version adopted."""
    adopted = regulation_in_force(request.now)
    versions = AdoptedRegulation.objects.select_related("adopted_by").order_by("-pk")
    shown = {
        "adopted": adopted,
        "said": in_words(parsed(adopted), _holders(request)) if adopted else None,
        "versions": versions,
        "to_come": [version for version in versions if version.effective_on > day_of(request.now)],
        "crumbs": crumbs(),
        "actions": [link("采用新版制度", "registry:regulation_adopt", icon="upload")],
    }
    return render(request, "registry/regulation.html", shown)


@manager_page
def text(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the text of one adopted version, word for word, as a file."""
    del request
    adopted = get_object_or_404(AdoptedRegulation, pk=pk)
    return text_file(adopted.text, f"{adopted.title}-第{adopted.version}版.toml")


def _holders(request: StaffRequest) -> dict[str, tuple[str, ...]]:
    """Return the names of those who hold each post now, deputies marked."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    entries = standing(request.now).select_related("person").order_by("is_deputy", "id")
    for entry in entries:
        name = entry.person.display_name
        found[entry.post][f"{name}（副岗）" if entry.is_deputy else name] = None
    return {post: tuple(names) for post, names in found.items()}
