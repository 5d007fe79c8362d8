"""A Dask cluster that executes submissions."""

from concurrent.futures import Future
from contextlib import suppress

from graders.batch.scheduling import ATTEMPTS, WorkersLost
from graders.batch.task import Tasks, environment, perform


class DaskWorkers:
    """The workers of a Dask cluster that is there already.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    WorkersLost
        If nobody answers there, or without any worker.
    """

    def __init__(self, address: str):
        from distributed import Client

        self._address = address
        try:
            self._client = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise WorkersLost(f"no Dask scheduler answers at {address}: {error}") from None
        threads = self._client.nthreads()
        if not threads:
            self._client.close()
            raise WorkersLost(f"the Dask scheduler at {address} has no workers")
        self.size = sum(threads.values())
        self._executor = self._client.get_executor(pure=False, retries=ATTEMPTS)
        others = {
            where: found
            for where, found in self._client.run(environment).items()
            if found != environment()
        }
        if others:
            self._client.close()
            raise WorkersLost(
                "other versions of Python, its libraries or this package than here are installed "
                f"on the workers {', '.join(sorted(others))}: grades could differ"
            )

    def submit(self, task: Tasks) -> Future:
        """Give out a task."""
        return self._executor.submit(perform, task)

    def lost(self, error: BaseException) -> bool:
        """Give up if the scheduler is gone; lost workers are its own affair."""
        self.check()
        return False

    def check(self) -> None:
        """Give up if the scheduler is gone: it does not come back by itself."""
        if self._client.status != "running":
            raise WorkersLost(f"the Dask scheduler at {self._address} is gone")

    def close(self) -> None:
        """Leave the cluster, which keeps running."""
        with suppress(Exception):
            self._client.close(timeout=5)
