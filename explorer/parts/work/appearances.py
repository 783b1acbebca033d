"""A work's versions: when and where it appeared, and under which identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit


def versions(visit: Visit, some: Iterable[Mapping[str, Any]]) -> Markup:
    """The versions of one work in time order, each with its identifiers as links to the web."""
    ordered = sorted(some, key=lambda version: version["date"])
    return element("ul", join(_version(visit, version) for version in ordered), cls="tt-lines")


def _version(visit: Visit, version: Mapping[str, Any]) -> Markup:
    ids = [(f"{scheme} {id_}", version["urls"].get(scheme)) for scheme, id_ in version["ids"].items()]
    if version["url"] and version["url"] not in version["urls"].values():
        ids.append((visit.t("paper.online"), version["url"]))
    kind = visit.t(f"version_kind.{version['kind']}")
    body = element(
        "div",
        element("span", kind, visit.t("list.comma"), version["venue"]),
        join(_outside(label, url) for label, url in ids),
        element("span", evidence.checked(visit, version["checked"])),
    )
    return element("li", element("span", version["date"], cls="tt-year"), body, cls="tt-line")


def _outside(label: str, url: str | None) -> Markup:
    return (
        element("a", label, href=url, target="_blank", rel="noopener", cls="tt-id")
        if url
        else element("span", label, cls="tt-id")
    )
