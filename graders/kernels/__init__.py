"""Kernels and judges: sandboxed processes, forked from a warm template.

The process-wide template is `template`; each ``template().kernel_manager(...)`` and
``template().judge(...)`` is a sandbox of its own.
"""

from graders.kernels.child import Child, JudgeProcess, SandboxFailed
from graders.kernels.limits import Limits
from graders.kernels.owner import Template, available_level, template
from graders.kernels.sandbox import Level, SandboxUnavailable

__all__ = [
    "Child",
    "JudgeProcess",
    "Level",
    "Limits",
    "SandboxFailed",
    "SandboxUnavailable",
    "Template",
    "available_level",
    "template",
]
