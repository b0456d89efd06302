"""The client that asks for inference."""

from collections.abc import Callable
from typing import Any

from providers.circuit import Circuit
from shared.model import ForecastRun


class RunPodClient:
    """Starts runs; the id of a run tells RunPod a repetition from a new request."""

    def __init__(
        self, post: Callable[[dict[str, Any]], None], token_for: Callable[[str], str], circuit: Circuit
    ) -> None:
        self._post = post
        self._token_for = token_for
        self._circuit = circuit

    def start(self, run: ForecastRun) -> None:
        """Ask for the inference of a run; the token is good for its callback alone."""
        request = {"id": run.id, "product": run.product, "token": self._token_for(run.id)}
        self._circuit.call(lambda: self._post(request))
