"""Item analysis: how difficult a test is, how well it tells students apart, whether it looks wrong.

Difficulty is the mean share of the points; discrimination is the point-biserial correlation of that
share with the *rest score*, the points in all other tests. A test passes, for what follows, with at
least half of its points. Two properties of a sound test are examined, each by a one-sided test:

* *The strongest pass it.* At least half of the strongest third (at least twelve students, where the
  class has twice as many) pass. Exact binomial test.
* *It tells weak from strong.* One standard deviation more of rest score at least doubles the odds
  to pass, or else hardly any of the strongest (15 in 100) fail. Score test of the slope of a
  logistic regression, where at least five pass and five fail, together with a binomial test: both
  have to reject.

Holm's procedure over all tests of an assignment bounds the rate of false alarms: of the classes
whose tests are all sound in both ways, at most one in twenty has one that is named.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

FALSE_ALARMS = 0.05
# Fewer answers than this cannot show anything, nor fewer that pass, or fail, a slope.
FEWEST = 12
FEWEST_EACH = 5
STRONGEST_PASS = 0.5
HARDLY_ANY_FAIL = 0.85
SLOPE = np.log(2)
_STEPS = 12


@dataclass(frozen=True)
class ItemStatistics:
    """What the answers of a class say of one test.

    The discrimination is None where all have the same points. Of the strongest third there are
    `strongest`, of whom `strongest_passed` pass. The `alarm` says what looks wrong, if something
    does, and `p_value` is that of the statistical test behind it.
    """

    answers: int
    difficulty: float | None
    discrimination: float | None
    strongest: int = 0
    strongest_passed: int = 0
    alarm: str = ""
    p_value: float | None = None


def analyse(shares: np.ndarray, points: np.ndarray) -> list[ItemStatistics]:
    """Return the statistics of each test.

    Parameters
    ----------
    shares : array of shape (students, tests)
        The share of its points that each student has in each test; nan where the student did not
        answer, or a person has yet to give them.
    points : array of shape (tests,)
        The points of each test.
    """
    given = np.nan_to_num(shares) * points
    found = [_Item(shares[:, j], given.sum(axis=1) - given[:, j]) for j in range(shares.shape[1])]
    hypotheses = sorted(
        (p_value, place, kind)
        for place, item in enumerate(found)
        for kind, p_value in item.p_values().items()
    )
    alarms: dict[int, tuple[str, float]] = {}
    for rank, (p_value, place, kind) in enumerate(hypotheses):
        if p_value > FALSE_ALARMS / (len(hypotheses) - rank):
            break
        alarms.setdefault(place, (kind, p_value))
    return [item.statistics(*alarms.get(place, ("", None))) for place, item in enumerate(found)]


class _Item:
    """One test: the shares of those who answered it, and their rest scores."""

    def __init__(self, shares: np.ndarray, rest: np.ndarray):
        there = ~np.isnan(shares)
        self.shares, self.rest = shares[there], rest[there]
        self.passed = self.shares >= 0.5
        self.is_strong = _strongest(self.rest)

    def p_values(self) -> dict[str, float]:
        """Return the p-value of each property that can be examined."""
        if len(self.shares) < FEWEST:
            return {}
        passed, strong = int(self.passed[self.is_strong].sum()), int(self.is_strong.sum())
        hardly_any_fail = float(stats.binom.cdf(passed, strong, HARDLY_ANY_FAIL))
        return {
            "strongest": float(stats.binom.cdf(passed, strong, STRONGEST_PASS)),
            "slope": max(hardly_any_fail, _slope_p_value(self.passed, self.rest)),
        }

    def statistics(self, alarm: str, p_value: float | None) -> ItemStatistics:
        answers = len(self.shares)
        return ItemStatistics(
            answers,
            float(self.shares.mean()) if answers else None,
            _correlation(self.shares, self.rest),
            int(self.is_strong.sum()),
            int(self.passed[self.is_strong].sum()),
            alarm,
            p_value,
        )


def _strongest(rest: np.ndarray) -> np.ndarray:
    """Return who are the strongest; who has as many points as the last of them is one, too."""
    size = len(rest)
    if not size:
        return np.zeros(0, bool)
    number = max(1, -(-size // 3), min(FEWEST, size // 2))
    return rest >= np.sort(rest)[-number]


def _correlation(shares: np.ndarray, rest: np.ndarray) -> float | None:
    if len(shares) < 3 or np.ptp(shares) < 1e-9 or np.ptp(rest) < 1e-9:
        return None
    return float(np.corrcoef(shares, rest)[0, 1])


def _slope_p_value(passed: np.ndarray, rest: np.ndarray) -> float:
    """Test that one standard deviation of rest score at least doubles the odds to pass."""
    if min(passed.sum(), (~passed).sum()) < FEWEST_EACH or np.ptp(rest) < 1e-9:
        return 1.0
    z = (rest - rest.mean()) / rest.std()
    # The intercept that fits best, by Newton's method; bounded, as its first steps may be long.
    intercept = 0.0
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(intercept + SLOPE * z)))
        weight = chance * (1 - chance)
        intercept += float(np.clip((passed - chance).sum() / weight.sum(), -1, 1))
    chance = 1 / (1 + np.exp(-(intercept + SLOPE * z)))
    weight = chance * (1 - chance)
    centred = z - (weight * z).sum() / weight.sum()
    score, information = ((passed - chance) * z).sum(), (weight * centred**2).sum()
    return float(stats.norm.cdf(score / np.sqrt(information)))
