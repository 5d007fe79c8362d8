"""Sends what is in the outbox, one grade after the other, until the platform does not take more."""

import logging

from graders.lti.outbox import Entry, Outbox
from graders.lti.platform import Platform, Refused, Score, Unavailable

# HTTP: there is no such line item (somebody has removed the column), and a newer score is there.
NOT_FOUND, NEWER = 404, 409
NEWER_SAID = "the platform has a newer grade, which somebody has given there by hand"

log = logging.getLogger(__name__)


def send(outbox: Outbox, platform: Platform, most: int = 20) -> int:
    """Send grades that are due; return how many the platform has taken or refused.

    Parameters
    ----------
    most : int
        So many, then the gradebook is looked at again.
    """
    people = outbox.people()
    done = 0
    while done < most and (one := outbox.next()) is not None:
        user = people.get(one.student)
        if user is None:  # removed from the roster's table meanwhile
            outbox.set_refused(one, "not in the platform's roster")
            continue
        try:
            _send(outbox, platform, one, user)
        except Unavailable as error:
            log.warning("%s", error)
            outbox.set_unsent(one, str(error))
            outbox.set_trouble(str(error))
            return done
        done += 1
        outbox.set_trouble("")
    return done


def _send(outbox: Outbox, platform: Platform, one: Entry, user: str) -> None:
    try:
        known = outbox.line_item(one.assignment)
        address = known or _new_line_item(outbox, platform, one)
        if not outbox.set_under_way(one):
            return  # it has changed; its turn comes again
        score = Score(user, one.points, one.maximum, one.timestamp, one.comment)
        try:
            platform.send(address, score)
        except Refused as error:
            if error.status != NOT_FOUND or not known:
                raise
            platform.send(_new_line_item(outbox, platform, one), score)
    except Refused as error:
        if error.status == NEWER and one.under_way:
            # It was sent before, and the answer was lost.
            outbox.set_sent(one)
            return
        said = f"{NEWER_SAID}: {error}" if error.status == NEWER else str(error)
        outbox.set_refused(one, said)
    else:
        outbox.set_sent(one)


def _new_line_item(outbox: Outbox, platform: Platform, one: Entry) -> str:
    outbox.set_line_item(one.assignment, "")
    address = platform.line_item(one.assignment, one.maximum)
    outbox.set_line_item(one.assignment, address)
    return address
