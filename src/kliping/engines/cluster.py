"""The engine whose jobs are tasks on the nodes of a Ray cluster.

Belongs here: a cluster joined or started, tasks handed over, tried again, and taken back. Does not belong here: what a
job does (``jobs``), or where its objects lie (``kliping.warehouse.away``). Ray is imported when a cluster is asked for.

A task is a job: it reads objects and writes objects under names of its own. So Ray's object store holds no frame, a
node that is lost takes nothing with it, and what it was at is done again on another: Ray's own affair. That is also
why frames are shuffled by jobs and not by Ray Data: one way of being done twice, on every engine the same.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import time
from typing import TYPE_CHECKING, Any

from kliping.engines.engine import Tasks
from kliping.engines.jobs import performed
from kliping.errors import KlipingError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kliping.engines.jobs import Job, Outcome

LOG = logging.getLogger("kliping.engines")

ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DISABLE_IMPORT_WARNING": "1",
}
"""What Ray is told before it is imported: to report nothing to anybody, and not to warn of its own future defaults."""

THREADS = {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"}
"""Environment of a task: one thread, since there is a task for each processor."""

TRIES_AGAIN = 5
"""How often a task is done again whose node was lost, or whose service broke off: losses beyond are no accident."""

WINDOW = 4
"""Tasks handed over for each processor of the cluster: the next ones wait there, and not for us."""

LOOK_SECONDS = 10.0
"""How often, while nothing ends, it is asked whether the cluster still has a processor."""

CANCELS, CANCEL_SECONDS = 10, 1.0
"""How often a task that is given up is told so while it does not end, and how long each time is waited for it."""

SILENCE_SECONDS = 60.0
"""After how long without an answer it is said that there was none."""

LOCAL_OBJECT_STORE_BYTES = 100_000_000
"""Memory that Ray's object store may take on this machine: no frame goes through it."""


class Ray(Tasks):
    """The nodes of the cluster that this process has joined (``joined``)."""

    def __init__(self, ray: Any) -> None:  # noqa: ANN401 - Ray is imported late
        self._ray = ray
        self._task = ray.remote(num_cpus=1, max_retries=TRIES_AGAIN, retry_exceptions=[OSError])(performed)

    @property
    def processors(self) -> int:
        """Processors of the nodes that live."""
        return int(self._ray.cluster_resources().get("CPU", 0))

    def each(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """As ``Tasks`` has it; what is still out when the caller goes is taken back."""
        waiting = iter(jobs)
        out: dict[Any, Job] = {}
        heard = time.monotonic()
        try:
            while True:
                while len(out) < max(1, self.processors) * WINDOW and (job := next(waiting, None)) is not None:
                    out[self._task.remote(job)] = job
                if not out:
                    return
                ended, _ = self._ray.wait(list(out), num_returns=1, timeout=LOOK_SECONDS)
                if not ended and not self.processors:
                    raise StoreError(
                        "The Ray cluster has no processor left. Start a node and run the command again: "
                        "it goes on from here."
                    )
                if ended:
                    heard = time.monotonic()
                elif time.monotonic() - heard >= SILENCE_SECONDS:
                    LOG.warning(
                        "No answer from the Ray cluster for %.0f s; %d tasks are out.", SILENCE_SECONDS, len(out)
                    )
                    heard = time.monotonic()
                for one in ended:
                    yield self._outcome(one, out.pop(one))
        finally:
            self._take_back(list(out))

    def _take_back(self, out: list[Any]) -> None:
        """Have what is out end. A task on its way to its node does not hear of it, so it is told again."""
        for _ in range(CANCELS):
            for one in out:
                self._ray.cancel(one, force=True)
            if not out:
                return
            _, out = self._ray.wait(out, num_returns=len(out), timeout=CANCEL_SECONDS)

    def _outcome(self, reference: Any, job: Job) -> Outcome:  # noqa: ANN401 - a reference of Ray's
        try:
            outcome: Outcome = self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as failed:
            if isinstance(failed.cause, (KlipingError, OSError, MemoryError)):
                raise failed.cause from None
            raise StoreError(
                f"{job.name} cannot be worked on by the cluster: {type(failed.cause).__name__} on one of its nodes."
            ) from None
        except self._ray.exceptions.RayError as lost:
            raise StoreError(
                f"{job.name} was given up by the Ray cluster after {TRIES_AGAIN + 1} tries: {type(lost).__name__}. "
                "See to its nodes, or make batches smaller where memory ran out (setting reading.batch_documents), and "
                "run the command again: it goes on from here."
            ) from None
        return outcome


@contextlib.contextmanager
def joined(address: str, processors: int = 0) -> Iterator[Ray]:
    """The cluster at ``address`` for the block; what it does for this process ends with the block.

    Args:
        address: of its head, as ``ray.init`` takes it (``host:6379``, ``ray://host:10001``). Empty: a cluster of this
            machine alone is started, and ends with the block.
        processors: of a cluster that is started here; 0: all of this machine.

    Raises:
        StoreError: Ray is not installed, or the cluster cannot be joined.
    """
    ray = _imported()
    options: dict[str, Any] = {"address": address} if address else _of_this_machine(processors)
    try:
        ray.init(
            **options,
            namespace="kliping",
            log_to_driver=False,  # what our steps say comes back with each task
            logging_level=logging.ERROR,
            runtime_env={"env_vars": THREADS},
        )
    except Exception as broken:  # noqa: BLE001 - Ray raises of many kinds
        raise StoreError(
            f"The Ray cluster {address or 'of this machine'} cannot be joined: {_first_line(broken)}. Check the "
            "setting ray_address, that its head runs, and that Ray and Python have the same versions there."
        ) from None
    try:
        yield Ray(ray)
    finally:
        ray.shutdown()


def leave() -> None:
    """Leave the cluster, whatever goes on: what it does for this process ends."""
    import sys

    ray = sys.modules.get("ray")
    if ray is not None and ray.is_initialized():
        ray.shutdown()


def _of_this_machine(processors: int) -> dict[str, Any]:
    return {
        "address": "local",
        "num_cpus": processors or None,
        "include_dashboard": False,
        "object_store_memory": LOCAL_OBJECT_STORE_BYTES,
    }


def _imported() -> Any:  # noqa: ANN401 - a module without types of ours
    os.environ.update(ENVIRONMENT)
    try:
        ray = importlib.import_module("ray")
        importlib.import_module("ray._private.worker").print_to_stdstream = _said_by_ray  # type: ignore[attr-defined]
        return ray
    except ImportError:
        raise StoreError(
            "The engine ray needs a library that is not installed. Run: pip install 'kliping[ray]'."
        ) from None


def _said_by_ray(data: dict[str, Any], *, ignore_prefix: bool) -> None:
    """What Ray would print on standard output, where a command's answer stands: that a node was lost, for one."""
    del ignore_prefix
    for line in filter(str.strip, data["lines"]):
        LOG.warning("Ray: %s", line.strip().split(" Possible reasons", 1)[0].splitlines()[0][:200])


def _first_line(broken: Exception) -> str:
    return " ".join(str(broken).split())[:200] or type(broken).__name__
