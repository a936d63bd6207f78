"""The web server of the UI: Dagster's own, and beside it our pages: Data Docs, failing rows, report, reading room.

Belongs here: what is served, and what the UI may do. Does not belong here: what stands on the pages (``expectations``,
``workflows.reporting``), or which processes there are (``workflows.commands.ui``, ``deploy/``).

Our pages hold no script and load nothing; they are read from the home at the moment they are asked for. Partitions are
batches, and batches come from looking at the source: so nobody is let add one by hand. In the reading room nobody
corrects from here: ``kliping explore`` opens it for one person.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Any

import click
import dagster as dg
import uvicorn
from dagster._cli.workspace.cli_target import workspace_opts_to_load_target
from dagster._core.workspace.context import WorkspaceProcessContext, WorkspaceRequestContext
from dagster._core.workspace.permissions import PermissionResult, Permissions
from dagster_graphql.implementation.utils import UserFacingGraphQLError
from dagster_graphql.schema.errors import GrapheneUnauthorizedError
from dagster_shared.cli import WorkspaceOpts, workspace_options
from dagster_webserver.version import __version__
from dagster_webserver.webserver import DagsterWebserver
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from assets.pages import ROOT, graph_page
from kliping.errors import KlipingError
from kliping.settings import load_settings
from kliping.warehouse.store import Store
from workflows.hosts import KnownHosts
from workflows.instance import UI_PORT
from workflows.room.wording import language_of

POLL_MILLISECONDS = 2000
"""How often an open page asks for news."""

WHY_NOT = (
    "A partition is a batch, and batches come from looking at the source: put files there, and the sensor "
    "'new_files' or 'kliping run' enters them."
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class OurPages(StaticFiles):
    """Files of the Data Docs, with headers that let them run and load nothing."""

    async def check_config(self) -> None:
        """Nothing: a home has no Data Docs before its first edition, and then none is found."""

    async def get_response(self, path: str, scope: Any) -> Response:  # noqa: ANN401 - as Starlette has it
        """The file, or the answer that there is none."""
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response


class RequestContext(WorkspaceRequestContext):
    """What a request may do: all but adding a partition."""

    @property
    def permissions(self) -> Mapping[str, PermissionResult]:
        """Permissions by name."""
        return _without_partitions(super().permissions)

    def has_permission_for_location(self, permission: str, location_name: str) -> bool:
        """Whether it may be done there; who would add a partition is told why not, and where batches come from.

        Raises:
            UserFacingGraphQLError: it is adding or removing a partition.
        """
        allowed = super().has_permission_for_location(permission, location_name)
        if permission == Permissions.EDIT_DYNAMIC_PARTITIONS.value and not allowed:
            raise UserFacingGraphQLError(GrapheneUnauthorizedError(message=WHY_NOT))  # type: ignore[no-untyped-call]
        return allowed

    def permissions_for_location(self, *, location_name: str) -> Mapping[str, PermissionResult]:
        """Permissions by name, in one code location."""
        return _without_partitions(super().permissions_for_location(location_name=location_name))


def _without_partitions(allowed: Mapping[str, PermissionResult]) -> Mapping[str, PermissionResult]:
    return {
        **allowed,
        Permissions.EDIT_DYNAMIC_PARTITIONS.value: PermissionResult(enabled=False, disabled_reason=WHY_NOT),
    }


class ProcessContext(WorkspaceProcessContext):
    """Code locations, for requests that may do all but add a partition."""

    def create_request_context(self, source: object | None = None) -> WorkspaceRequestContext:
        """The context of one request."""
        return RequestContext(
            instance=self.instance,
            current_workspace=self.get_current_workspace(),
            process_context=self,
            version=self.version,
            source=source,
            read_only=self.read_only,
        )


class Webserver(DagsterWebserver[ProcessContext, RequestContext]):
    """Dagster's web server with our pages before its own."""

    def build_routes(self) -> list[BaseRoute]:
        """All routes; ours come first, since Dagster's last one answers to everything."""
        ours = Mount(f"{self._app_path_prefix}{ROOT}", routes=our_routes(self._app_path_prefix))
        return [ours, *super().build_routes()]  # type: ignore[no-untyped-call]


def our_routes(prefix: str = "") -> list[BaseRoute]:
    """The pages below ``/kliping``.

    Args:
        prefix: path that the whole server stands below, behind a proxy.
    """
    from workflows.room.app import build_room

    settings = load_settings()
    store = Store(settings.home)
    room = build_room(store, settings, secrets.token_urlsafe(32), anywhere=True)  # nobody is told the token

    def home(_: Request) -> Response:
        return _home(store, prefix)

    def to_the_graph(_: Request) -> Response:
        return RedirectResponse(f"{prefix}{graph_page()}")

    def to_old_batches(_: Request) -> Response:
        return _old_batches(store, prefix)

    return [
        Route("/", home),
        Route("/graph", to_the_graph),
        Route("/remake", to_old_batches),
        Route("/rows/{edition:int}/{expectation:str}", rows),
        Route("/report", report),
        Mount("/data-docs", OurPages(directory=store.data_docs, check_dir=False, html=True)),
        Mount("/room", room),
    ]


async def rows(request: Request) -> Response:
    """The rows that break an expectation."""
    return await run_in_threadpool(_rows, request.path_params["edition"], request.path_params["expectation"])


async def report(request: Request) -> Response:
    """The corpus report of the published edition."""
    return await run_in_threadpool(_report, language_of(request.headers.get("accept-language", ""), None))


def _rows(edition: int, expectation: str) -> Response:
    from expectations.failing import failing, page

    settings = load_settings()
    try:
        found = failing(Store(settings.home), settings, edition, expectation)
    except KlipingError as fault:
        return _said(str(fault), 503)
    if found is None:
        return _said("There is no such expectation. See docs/expectations.md, or the home's own file of rules.", 404)
    return HTMLResponse(page(found), headers=HEADERS)


def _report(language: str) -> Response:
    from kliping.warehouse.accuracy import read_sample, shares
    from workflows.report.figures import figures_of
    from workflows.report.page import rendered

    store = Store(load_settings().home)
    try:
        sample = read_sample(store.home)
        page = rendered(figures_of(store.published), language, shares(sample) if sample else ())
    except KlipingError as fault:
        return _said(str(fault), 503)
    return HTMLResponse(page, headers=HEADERS)


def _home(store: Store, prefix: str) -> Response:
    import polars as pl

    from expectations.data_docs import rendered
    from kliping.tables.tables import EXPECTATION_RESULTS
    from kliping.warehouse.publish import last_edition

    try:
        last = last_edition(store)
        part = f"{last.edition:08d}" if last is not None else ""
        judged = last is not None and store.opens(EXPECTATION_RESULTS.name, part)
        results = store.read(EXPECTATION_RESULTS.name, part).filter(~pl.col("success")) if judged else None
    except KlipingError as fault:
        return _said(str(fault), 503)
    page = rendered(
        "home.html",
        prefix=prefix,
        place=str(store.home.absolute()),
        edition=last.edition if last is not None else None,
        verdict=last.verdict if last is not None else "",
        broken=results.sort("table_name", "expectation").to_dicts() if results is not None else [],
    )
    return HTMLResponse(page, headers=HEADERS)


def _old_batches(store: Store, prefix: str) -> Response:
    """The graph, where the batches are chosen that another recipe made, or none did."""
    from kliping.stamps import stamps

    try:
        pending = store.pending(stamps(load_settings()))
    except KlipingError as fault:
        return _said(str(fault), 503)
    if not pending:
        return _said("Every batch is of the present recipe.", 200)
    return RedirectResponse(f"{prefix}{graph_page(pending)}")


def _said(sentence: str, status: int) -> Response:
    from expectations.data_docs import rendered

    return HTMLResponse(rendered("said.html", sentence=sentence), status_code=status, headers=HEADERS)


@contextlib.asynccontextmanager
async def _ending_quietly(_: Starlette) -> AsyncIterator[None]:
    """Let the server be ended by a signal without a word: who ends it says so."""
    import asyncio

    with contextlib.suppress(asyncio.CancelledError):
        yield


@click.command(name="python -m workflows.web")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=UI_PORT, show_default=True, help="Port to listen on.")
@click.option("--path-prefix", help="Path below which a proxy shows it. Default: the setting automation.path_prefix.")
@click.option("--allowed-host", "hosts", multiple=True, help="Host name a proxy passes on; else loopback alone.")
@click.option("--read-only", is_flag=True, help="Let nobody start, stop or change anything.")
@workspace_options
def main(
    host: str, port: int, path_prefix: str | None, hosts: tuple[str, ...], read_only: bool, **workspace: object
) -> None:
    """Serve the Dagster UI with the pages of Kliping; DAGSTER_HOME names the instance, KLIPING_HOME the home."""
    target = workspace_opts_to_load_target(WorkspaceOpts.extract_from_cli_options(workspace))
    with (
        dg.DagsterInstance.get() as instance,
        ProcessContext(instance, target, version=__version__, read_only=read_only) as context,
    ):
        prefix = load_settings().automation.path_prefix if path_prefix is None else path_prefix
        app = Webserver(context, prefix, POLL_MILLISECONDS).create_asgi_app(lifespan=_ending_quietly)
        uvicorn.run(KnownHosts(app, hosts), host=host, port=port, log_level="warning")


if __name__ == "__main__":
    main()
