"""What instructors press: grade again, pause, resume.

Their rights, and that it is the page's own button, were looked at before: see `Handler.prepare`.
"""

from tornado.web import HTTPError, authenticated

from graders.service.handlers import Handler, number


class Again(Handler):
    """Has a submission graded again."""

    @authenticated
    def post(self) -> None:
        which = number(self.get_body_argument("submission"))
        if not self.state.queue.again(which):
            raise HTTPError(
                409, reason="Only a student's newest submission can be graded again, and not "
                "while it waits or is being graded."
            )  # fmt: skip
        (found,) = self.state.queue.find("id = :id", id=which)
        self.note("had graded again", found.student, found.assignment)
        self.redirect("./")


class Pausing(Handler):
    """Pauses grading, or resumes it; where that is so already nothing changes."""

    @authenticated
    def post(self) -> None:
        what, pauses = self.get_body_argument("what"), self.state.pauses
        if what == "pause":
            if pauses.begin(self.current_user["name"]):
                self.note("paused grading")
        elif what == "resume":
            if pauses.end():
                self.note("resumed grading")
        else:
            raise HTTPError(400)
        self.redirect("./")
