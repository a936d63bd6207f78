"""Templates: escaped by themselves, and with nothing in them that drives or reorders text.

Belongs here: the Jinja environment and what every page needs. Does not belong here: what a page shows.
"""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from kliping.frames import BODY_ROLES
from kliping.shown import plain
from workflows.room.wording import COOKIE, LANGUAGES, language_of, number, wording

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

KINDS_OF_ROLE = {
    **dict.fromkeys(BODY_ROLES, "body"),
    **dict.fromkeys(("title", "byline", "editor", "source", "date", "dateline", "caption"), "read"),
    "duplicate": "repeated",
}
"""What a line is to a reader, by role: of the body, read as a value, repeated; anything else is furniture."""


@cache
def environment() -> Environment:
    """The environment of all templates; whatever is shown is escaped, and made plain before."""
    made = Environment(
        loader=PackageLoader("workflows.room"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["kind_of_role"] = lambda role: KINDS_OF_ROLE.get(role, "furniture")
    made.filters["file_name"] = lambda uri: (uri or "").rstrip("/").rsplit("/", 1)[-1]
    made.filters["percent"] = lambda share: "–" if share is None else f"{100 * share:.0f} %"
    return made


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a template shows
    return plain(value) if type(value) is str else value


def place(request: Request, address: str) -> str:
    """An address of a page of ours, below wherever the room stands on its server."""
    return f"{request.scope.get('root_path', '')}{address}"


def page(request: Request, template: str, status: int = HTTPStatus.OK, **shown: Any) -> Response:  # noqa: ANN401
    """An answer made of ``template``, in the reader's language."""
    language = language_of(request.headers.get("accept-language", ""), request.cookies.get(COOKIE))
    state = request.app.state
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    may_write = state.entry.holds(request)
    text = (
        environment()
        .get_template(template)
        .render(
            **shown,
            _=wording(language),
            number=number(language),
            language=language,
            languages=LANGUAGES,
            at=place(request, ""),
            here=here,
            may_write=may_write,
            form_token=state.entry.form if may_write else "",
        )
    )
    return HTMLResponse(text, status)
