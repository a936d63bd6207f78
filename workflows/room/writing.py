"""Writing in the reading room: the forms, and what becomes of them.

Belongs here: who may write, what a form asks for, and handing it to the log of corrections or to the rulings. Does not
belong here: what a correction does (``kliping``), or the tokens (``safety``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.routing import Route

from kliping.errors import RuleError
from kliping.frames import ROLES
from kliping.warehouse import accuracy
from kliping.warehouse.correcting import copy_correction, line_correction
from kliping.warehouse.corrections import FIELDS, read_log, record, undo
from kliping.warehouse.lock import writing
from kliping.words.sections import PAGE_KINDS
from workflows.room.filters import NUMBER_DIGITS
from workflows.room.page import page_of
from workflows.room.rendering import page, place
from workflows.terminal import person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from kliping.warehouse.store import Store

    Form = dict[str, str]

FORM_BYTES = 64_000
WAIT_SECONDS = 5.0
"""How long a form waits for another writer of the home before it is said who that is."""

SUBJECTS = ("line", "field", "kind", "copy", "release", "hold")
"""What a form may be about."""


def corrections_of_document(store: Store, document_id: str) -> list[dict[str, Any]]:
    """The corrections in force that speak of a document, the latest first."""
    mine = [one for one in read_log(store.home) if document_id in (one.get("document_id"), one.get("value"))]
    return [one for one in reversed(mine) if one["in_force"]]


def _ask(request: Request) -> Response:
    """The form for one correction."""
    entry, subject = request.app.state.entry, request.path_params["subject"]
    shown = page_of(request.app.state.reader, request.path_params["document_id"])
    if subject not in SUBJECTS or shown is None:
        return page(request, "message.html", 404, heading="There is nothing here", sentence="No page has this address.")
    if not entry.holds(request):
        return _refused(request)
    asked = request.query_params
    number = int(asked["n"]) if asked.get("n", "").isdecimal() and len(asked["n"]) < NUMBER_DIGITS else 0
    chosen = [row["value"] for one in shown.values if one.field == asked.get("field") for row in one.chosen]
    return page(
        request,
        "correct.html",
        subject=subject,
        shown=shown,
        line=next((one for one in shown.lines if one.number <= number <= one.last), None),
        number_of_line=number,
        field=asked.get("field", "") if asked.get("field") in FIELDS else "title",
        value="; ".join(str(one) for one in chosen),
        other=asked.get("other", ""),
        roles=ROLES,
        kinds=tuple(PAGE_KINDS),
    )


async def _take(request: Request) -> Response:
    """Keep what a form says."""
    form = await _form(request)
    if not request.app.state.entry.may_write(request, form.get("token", "")):
        return _refused(request)
    await run_in_threadpool(_keep, request.app.state.store, form)
    return RedirectResponse(
        place(request, f"/page/{form.get('document_id', '')}#corrections"), status_code=HTTPStatus.SEE_OTHER
    )


async def _take_back(request: Request) -> Response:
    form = await _form(request)
    if not request.app.state.entry.may_write(request, form.get("token", "")):
        return _refused(request)
    await run_in_threadpool(_undo, request.app.state.store, form)
    return RedirectResponse(place(request, "/corrections"), status_code=HTTPStatus.SEE_OTHER)


def _sample(request: Request) -> Response:
    """The next page of the sample; where all are answered, or none is drawn, what there is to say."""
    sample = accuracy.read_sample(request.app.state.store.home)
    following = accuracy.next_page(sample) if sample else None
    if following is not None and request.app.state.entry.holds(request) and "all" not in request.query_params:
        return RedirectResponse(place(request, f"/page/{following}#sample"), status_code=HTTPStatus.SEE_OTHER)
    return page(request, "sample.html", sample=sample, shares=accuracy.shares(sample) if sample else [])


async def _answer(request: Request) -> Response:
    """Keep the answers on one page of the sample, and go on to the next."""
    form = await _form(request)
    if not request.app.state.entry.may_write(request, form.get("token", "")):
        return _refused(request)
    await run_in_threadpool(_keep_answers, request.app.state.store, form)
    return RedirectResponse(place(request, "/sample"), status_code=HTTPStatus.SEE_OTHER)


def _keep_answers(store: Store, form: Form) -> None:
    said = {name.removeprefix("of_"): value for name, value in form.items() if name.startswith("of_")}
    with writing(store.home, doing="the reading room", seconds=WAIT_SECONDS):
        accuracy.answer(store.home, form.get("document_id", ""), said, who=person(), when=datetime.now(UTC))


def _log(request: Request) -> Response:
    from expectations import read_rulings

    store: Store = request.app.state.store
    rulings = read_rulings(store.home).rows(named=True)
    return page(request, "corrections.html", entries=read_log(store.home)[::-1], rulings=rulings[::-1])


def _keep(store: Store, form: Form) -> None:
    from expectations import hold, release
    from kliping.warehouse.takedown import require_known

    subject, document = form.get("subject", ""), form.get("document_id", "")
    said: dict[str, Any] = {"who": person(), "why": form.get("why", ""), "when": datetime.now(UTC)}
    with writing(store.home, doing="the reading room", seconds=WAIT_SECONDS):
        require_known(store, document)
        if subject in ("release", "hold"):
            (release if subject == "release" else hold)(store.home, document, **said)
        else:
            record(store, _correction(store, subject, document, form), **said)


def _correction(store: Store, subject: str, document: str, form: Form) -> dict[str, Any]:
    value = form.get("value", "").strip()
    if subject == "line":
        number = form.get("line", "")
        return line_correction(store, document, int(number) if number.isdecimal() else 0, value)
    if subject == "copy":
        return copy_correction(store, document, form.get("other", "").strip(), apart=value == "no_copy")
    kind = {"field": "field", "kind": "page_kind"}.get(subject)
    if kind is None:
        raise RuleError("A form of the reading room says what it is about.")
    return {
        "kind": kind,
        "document_id": document,
        "value": value,
        "field": form.get("field") if kind == "field" else None,
    }


def _undo(store: Store, form: Form) -> None:
    with writing(store.home, doing="the reading room", seconds=WAIT_SECONDS):
        undo(store, form.get("correction", ""), who=person(), why=form.get("why", ""), when=datetime.now(UTC))


async def _form(request: Request) -> Form:
    """The fields of a form; nothing where there is more than a form of ours holds."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_BYTES:
            return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _refused(request: Request) -> Response:
    sentence = "Only who opened the address that 'kliping explore' printed may correct."
    return page(request, "message.html", 403, heading="You may read", sentence=sentence)


def routes() -> Iterator[Route]:
    """The addresses under which something is corrected."""
    yield Route("/correct/{document_id}/{subject}", _ask)
    yield Route("/correct", _take, methods=["POST"])
    yield Route("/corrections", _log)
    yield Route("/sample", _sample)
    yield Route("/sample", _answer, methods=["POST"])
    yield Route("/corrections/undo", _take_back, methods=["POST"])
