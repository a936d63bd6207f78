"""The app of the reading room: which address shows what.

Belongs here: routes and thin handlers. Does not belong here: queries and pages (the other modules), or starting
a server (``workflows.commands.explore``).
"""

from __future__ import annotations

from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kliping.errors import KlipingError
from kliping.warehouse import accuracy
from kliping.warehouse.corrections import FIELDS
from kliping.warehouse.kept import editions_on_record, kept_editions, named_file
from workflows.room import copies, listing, queues, writing
from workflows.room.filters import CONFIDENCES, NUMBER_DIGITS, ORDERS, QUALITIES, STATUSES, Filters
from workflows.room.page import LINES_AT_ONCE, page_of
from workflows.room.reader import Reader
from workflows.room.rendering import page, place
from workflows.room.safety import COOKIE, Guard, Pass
from workflows.room.wording import COOKIE as LANGUAGE_COOKIE
from workflows.room.wording import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

YEAR = 365 * 24 * 3600  # seconds that a browser keeps the choice of a language

SAMPLES = 5
"""Articles of each kind that a difference shows."""


def build_room(store: Store, settings: Settings, token: str, *, anywhere: bool = False) -> Starlette:
    """The app over the published file of ``store``.

    Args:
        store: the home.
        settings: for the home's lock, and what a correction needs.
        token: whoever opens ``/?token=`` with it may write.
        anywhere: whether it answers to any host: for a server that a proxy stands before.
    """
    app = Starlette(
        routes=[
            Route("/", _list),
            Route("/page/{document_id}", _page),
            Route("/compare/{one}/{other}", _compare),
            Route("/queues/{name}", _queue),
            Route("/editions", _editions),
            Route("/editions/{before}/{after}", _difference),
            Route("/language/{name}", _language),
            *writing.routes(),
            Route("/static/room.css", _style),
        ],
        middleware=[Middleware(Guard, anywhere=anywhere)],
        exception_handlers={404: _not_found, KlipingError: _fault},
    )
    app.state.store, app.state.settings = store, settings
    app.state.entry, app.state.reader = Pass(token), Reader(store.published)
    return app


def _reader(request: Request) -> Reader:
    reader: Reader = request.app.state.reader
    return reader


def _list(request: Request) -> Response:
    entry: Pass = request.app.state.entry
    if "token" in request.query_params:
        return _opened(request, entry, request.query_params["token"])
    reader, filters = _reader(request), Filters.of(request.query_params)
    return page(
        request,
        "list.html",
        filters=filters,
        found=listing.listed(reader, filters),
        choices=listing.choices(reader),
        statuses=STATUSES,
        confidences=CONFIDENCES,
        qualities=QUALITIES,
        orders=ORDERS,
    )


def _opened(request: Request, entry: Pass, token: str) -> Response:
    """The token leaves the address at once, so that no history or copied link holds it."""
    answer = RedirectResponse(place(request, "/"), status_code=HTTPStatus.SEE_OTHER)
    if entry.opens(token):
        answer.set_cookie(COOKIE, entry.cookie, httponly=True, samesite="strict")
    return answer


def _page(request: Request) -> Response:
    first = request.query_params.get("first", "0")
    skipped = int(first) if first.isdecimal() and len(first) < NUMBER_DIGITS else 0
    store, document_id = request.app.state.store, request.path_params["document_id"]
    shown, sample = page_of(_reader(request), document_id, skipped), accuracy.read_sample(store.home)
    if shown is None:
        return _not_found(request, None)
    return page(
        request,
        "page.html",
        shown=shown,
        skipped=skipped,
        at_once=LINES_AT_ONCE,
        corrections=writing.corrections_of_document(store, document_id),
        correctable=FIELDS,
        sample=sample,
        asked=accuracy.asked_of(sample, document_id) if sample else (),
        answers=accuracy.ANSWERS,
    )


def _compare(request: Request) -> Response:
    found = copies.compared(_reader(request), request.path_params["one"], request.path_params["other"])
    return page(request, "compare.html", found=found) if found else _not_found(request, None)


def _queue(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in queues.QUEUES:
        return _not_found(request, None)
    reader = _reader(request)
    found = queues.QUEUES[name](reader, request.query_params.get("after", ""))
    return page(request, "queue.html", name=name, found=found, lengths=queues.lengths(reader))


def _editions(request: Request) -> Response:
    store: Store = request.app.state.store
    changes = {row["edition"]: row for row in _reader(request).ask("SELECT * FROM edition_changes")}
    found = editions_on_record(store)
    return page(request, "editions.html", editions=found, changes=changes, kept=sorted(kept_editions(store)))


def _difference(request: Request) -> Response:
    from kliping.warehouse.differences import compare_editions

    store: Store = request.app.state.store
    (one, first), (other, second) = (named_file(store, request.path_params[name]) for name in ("before", "after"))
    found = compare_editions(one, other, (first, second), samples=SAMPLES)
    return page(request, "difference.html", found=found)


def _language(request: Request) -> Response:
    home = place(request, "/")
    back = request.query_params.get("back", home)
    local = back.startswith("/") and not back.startswith("//") and "\\" not in back
    answer = RedirectResponse(back if local else home, status_code=HTTPStatus.SEE_OTHER)
    if request.path_params["name"] in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, request.path_params["name"], max_age=YEAR, samesite="strict")
    return answer


def _style(request: Request) -> Response:
    del request
    return Response(files("workflows.room").joinpath("static", "room.css").read_bytes(), media_type="text/css")


def _not_found(request: Request, fault: Exception | None) -> Response:
    del fault
    return page(request, "message.html", 404, heading="There is nothing here", sentence="No page has this address.")


def _fault(request: Request, fault: Exception) -> Response:
    """An error of the family says what is wrong and what to do; it holds no page text."""
    return page(request, "message.html", 409, heading="That did not work", sentence=str(fault))
