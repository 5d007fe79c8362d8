"""nbgrader's exchange: the folder between students' accounts and the course."""

from graders.exchange.folder import COMPLETION_TIMEOUT, Exchange
from graders.exchange.identity import IDENTITIES, computed_uid
from graders.exchange.receiving import (
    MAX_FILES,
    MAX_SECRET,
    SECRET,
    Receipt,
    SubmissionGone,
    SubmissionRefused,
    forget,
    timestamp,
)

__all__ = [
    "COMPLETION_TIMEOUT",
    "IDENTITIES",
    "MAX_FILES",
    "MAX_SECRET",
    "SECRET",
    "Exchange",
    "Receipt",
    "SubmissionGone",
    "SubmissionRefused",
    "computed_uid",
    "forget",
    "timestamp",
]
