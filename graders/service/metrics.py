"""The service in figures, for Prometheus."""

import time
from collections.abc import Container, Iterator

from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric

from graders.service.child import Job
from graders.service.pausing import Pauses
from graders.service.queue import NEEDS_ATTENTION, Queue

BOUNDS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)


class QueueCollector:
    """Reads the figures out of the queue when they are asked for, so that they outlive restarts.

    Parameters
    ----------
    queue : Queue
    pauses : Pauses
    down : container of Job
        The processes that do not work at the moment.
    """

    def __init__(self, queue: Queue, pauses: Pauses, down: Container[Job] = ()):
        self._queue, self._pauses, self._down = queue, pauses, down

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        stages = GaugeMetricFamily(
            "graders_submissions", "Submissions by where they are on their way.", labels=["stage"]
        )
        for stage, count in self._queue.counts().items():
            stages.add_metric([stage], count)
        yield stages
        waiting = self._queue.find("stage = 'waiting'", limit=1)
        yield GaugeMetricFamily(
            "graders_oldest_waiting_seconds",
            "Seconds that the next submission to be graded has waited; 0 if none waits.",
            value=time.time() - waiting[0].not_before if waiting else 0,
        )
        yield GaugeMetricFamily(
            "graders_needing_attention",
            "Submissions that a person should look at.",
            value=self._queue.count(NEEDS_ATTENTION),
        )
        yield GaugeMetricFamily(
            "graders_paused",
            "1 while an instructor has paused grading, else 0.",
            value=self._pauses.now is not None,
        )
        up = GaugeMetricFamily(
            "graders_process_up",
            "Whether a process of the service does its work: 1 if it does.",
            labels=["process"],
        )
        for job in (Job.EXCHANGE, Job.GRADER):
            up.add_metric([job], job not in self._down)
        yield up
        waits = self._queue.waits()
        buckets = [(str(bound), sum(wait <= bound for wait in waits)) for bound in BOUNDS]
        yield HistogramMetricFamily(
            "graders_feedback_seconds",
            "Seconds from a submission to its feedback.",
            buckets=[*buckets, ("+Inf", len(waits))],
            sum_value=sum(waits),
        )
