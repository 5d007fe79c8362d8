"""Tries every promise of the sandbox on this machine and says which ones hold."""

import asyncio
import dataclasses
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from graders.kernels import Level, Limits, SandboxUnavailable, Template
from graders.kernels.surroundings import Surroundings
from graders.kernels.trials import LEAVING, SURVIVING, TRIALS, Trial

_TIMEOUT = 60  # seconds for one trial


@dataclass(frozen=True)
class Finding:
    """Whether one promise holds.

    Attributes
    ----------
    promise : str
        What is promised.
    held : bool
        Whether nothing broke it.
    detail : str
        What broke it, or how it was held if that is not plain.
    """

    promise: str
    held: bool
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """What this machine can promise: its level of isolation, and a finding for each promise."""

    level: Level
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether student code is isolated and every promise holds."""
        return self.level is not Level.NONE and all(finding.held for finding in self.findings)


def run(course: Path | None = None, *, highest=Level.NAMESPACES, output=None) -> Report:
    """Try every promise in sandboxed kernels, and print a table.

    Where nothing isolates student code nothing is tried: the trials are attacks.

    Parameters
    ----------
    course : Path, optional
        The course that student code must not see; by default the current folder.
    highest : Level
        The level to try first.
    output : file, optional
        Where the table goes; by default standard output.
    """
    try:
        report = asyncio.run(_examine(Path(course or Path.cwd()), highest))
    except SandboxUnavailable as error:
        report = Report(Level.NONE, (Finding("student code is isolated", False, str(error)),))
    _print(report, Console(file=output or sys.stdout))
    return report


async def _examine(course: Path, highest: Level) -> Report:
    template = Template(imports=(), highest=highest)
    try:
        with Surroundings(course, template.level) as around:
            findings = [await _try(template, trial, around) for trial in TRIALS]
    finally:
        template.close()
    # Of the two that belong together the second one tells.
    first = next(i for i, trial in enumerate(TRIALS) if trial is LEAVING)
    del findings[first]
    return Report(template.level, tuple(findings))


async def _try(template: Template, trial: Trial, around: Surroundings) -> Finding:
    limits = dataclasses.replace(Limits(), **trial.limits)
    facts = around.facts() | {"limits": dataclasses.asdict(limits)}
    manager = template.kernel_manager(limits=limits)
    await manager.start_kernel()
    try:
        broken, detail = await _run(manager, trial, facts)
        if trial is SURVIVING and not around.survivors():
            broken.append("the trial did not work: there was nothing to end")
    finally:
        await manager.shutdown_kernel(now=True)
    if trial is SURVIVING:
        for survivor in around.survivors():
            broken.append(f"process {survivor.pid} lived on")
            survivor.kill()
    broken += around.damage()
    return Finding(trial.promise, not broken, "; ".join(broken) or detail)


async def _run(manager, trial: Trial, facts: dict) -> tuple[list[str], str]:
    """Run a trial; return what it broke, and what there is to say about how it ended."""
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=_TIMEOUT)
        code = f"import json\nfacts = json.loads({json.dumps(facts)!r})\n{trial.code}"
        request = client.execute(
            code, silent=True, user_expressions={"broken": "json.dumps(broken)"}
        )
        answer = asyncio.ensure_future(_answer(client, request))
        end = asyncio.get_running_loop().time() + _TIMEOUT
        while not answer.done():
            await asyncio.wait([answer], timeout=0.1)
            if not await manager.is_alive():
                answer.cancel()
                return _death(manager, trial)
            if asyncio.get_running_loop().time() > end:
                answer.cancel()
                return ["no answer"], ""
        content = answer.result()
    finally:
        client.stop_channels()
    if content["status"] != "ok":
        return [f"the trial did not work: {content['ename']}: {content['evalue']}"], ""
    shown = content["user_expressions"]["broken"]["data"]["text/plain"]
    return json.loads(shown[1:-1].encode().decode("unicode_escape")), ""


async def _answer(client, request: str) -> dict:
    while True:
        message = await client.get_shell_msg()
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


def _death(manager, trial: Trial) -> tuple[list[str], str]:
    reason = manager.provisioner.reason
    how = f"the kernel was ended: too many {reason}" if reason == "files" else ""
    how = how or f"the kernel was ended: {reason or 'it died'}"
    return ([], how) if trial.may_die and reason else ([how], "")


def _print(report: Report, console: Console) -> None:
    table = Table("promise", "holds", "detail", title=f"isolation: {report.level}")
    for finding in report.findings:
        verdict = "[green]yes[/]" if finding.held else "[red]NO[/]"
        table.add_row(finding.promise, verdict, finding.detail)
    console.print(table)
