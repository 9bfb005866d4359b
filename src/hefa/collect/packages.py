"""Packages of stored versions: made when a version is frozen, read back ever after."""

import json

from django.utils.encoding import force_bytes

from hefa.collect.covers import cover_of
from hefa.collect.models import Version
from hefa.collect.stated import stated_by
from hefa.core.canonical import sha256_hex
from hefa.core.document import SCHEMA_NUMBER
from hefa.core.errors import Tampered, reason
from hefa.core.package import Kind, Package, package_from
from hefa.registry.adopted import regulation_now
from hefa.registry.channels import proposed_channel
from hefa.render import themes


def theme_of(version: Version) -> str:
    """Return the theme `name@version` the open `version` is set in: its own or its category's.

    The category's is that of the regulation in force when it was last saved. One query at most.
    """
    return themes.newest(version.theme or _usual_theme(version))


def _usual_theme(version: Version) -> str:
    """Return what the regulation sets the category in; the default where it names none there is."""
    regulation = regulation_now(version.saved_at) if version.category else None
    kinds = regulation.categories if regulation else ()
    named = {kind.key: kind.theme for kind in kinds}.get(version.category, "")
    return named if named in themes.OFFERED else themes.DEFAULT


def package_being_written(version: Version) -> Package:
    """Return the package that freezing the open `version` now would seal."""
    return Package(
        schema=SCHEMA_NUMBER,
        kind=Kind(version.manuscript.kind),
        title=version.title.strip(),
        author=version.signed_author.strip(),
        digest=version.digest.strip(),
        document=version.document,
        cover_sha256=cover_of(version),
        theme=theme_of(version),
        account=version.account.key if version.account else "",
        column=version.column.key if version.column else "",
        channel=proposed_channel(version.account),
        mass_send=version.mass_send,
        comments=version.comments,
        source_url=version.source_url.strip(),
        notice_until=version.notice_until,
        acts_on=version.acts_on,
        change=version.change,
        stated=stated_by(version),
    )


def package_of(version: Version) -> Package:
    """Return the package sealed when `version` was frozen.

    Raises Tampered when its bytes no longer have the fingerprint that was signed.
    """
    content = force_bytes(version.package or b"")  # a foreign hand may have left text here
    if sha256_hex(content) != version.package_sha256:
        raise Tampered(reason("collect.package_altered", clause="12(4)"))
    return package_from(json.loads(content))


def package_shown(version: Version) -> Package:
    """Return the package as it stands: sealed when frozen, else as being written."""
    return package_of(version) if version.frozen_at else package_being_written(version)
