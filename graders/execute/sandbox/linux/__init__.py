"""Linux system calls that a sandbox is made of, which Python does not offer."""
