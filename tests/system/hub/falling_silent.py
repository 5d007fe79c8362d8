"""A process of the service that shows signs of life for a while, and then hangs, or ends."""

import sys
import time
from pathlib import Path

from graders.service.child import Job, begin

if __name__ == "__main__":
    heartbeat = begin(Path(sys.argv[1]), Job.EXCHANGE)
    heartbeat.beat("the disk is full")
    with open(Path(sys.argv[1], "started"), "a") as file:
        file.write("x")
    if sys.argv[2] == "hangs":
        time.sleep(1000)
