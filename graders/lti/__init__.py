"""LTI 1.3: grades go to a learning platform such as Moodle or Canvas, rosters come from it.

The platform knows the course as a *tool*, by a client id and a key pair (`keys`). What it is told
stands first in a file in the course (`outbox`), from where it is sent (`sending`) until the
platform has it; so nothing is lost and nothing older follows what is newer, whatever is killed.
`login` is for JupyterHub's configuration. Everything that the platform answers is a stranger's:
`platform` bounds its size and time, follows no redirect, and sends nothing to any other server.
"""
