"""Numbers of the system calls that the filter knows, by architecture."""

import platform

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

MACHINE = platform.machine()

# name:x86_64/aarch64; a dash where the architecture never had it
_OLD = """
    acct:163/89                 add_key:248/217             adjtimex:159/171
    bind:49/200                 bpf:321/280                 chmod:90/-
    chown:92/-                  chroot:161/51               clock_adjtime:305/266
    clock_settime:227/112       clone:56/220                connect:42/203
    delete_module:176/106       fanotify_init:300/262       fchmod:91/52
    fchmodat:268/53             fchown:93/55                fchownat:260/54
    fcntl:72/25                 finit_module:313/273        flock:73/32
    fremovexattr:199/16         fsetxattr:190/7             futimesat:261/-
    init_module:175/105         inotify_init:253/-          inotify_init1:294/26
    io_setup:206/0              ioctl:16/29                 ioperm:173/-
    iopl:172/-                  ioprio_set:251/30           kcmp:312/272
    kexec_file_load:320/294     kexec_load:246/104          keyctl:250/219
    kill:62/129                 lchown:94/-                 lookup_dcookie:212/18
    lremovexattr:198/15         lsetxattr:189/6             memfd_create:319/279
    migrate_pages:256/238       modify_ldt:154/-            mount:165/40
    move_pages:279/239          mq_open:240/180             msgget:68/186
    name_to_handle_at:303/264   open_by_handle_at:304/265   perf_event_open:298/241
    personality:135/92          pivot_root:155/41           prctl:157/167
    prlimit64:302/261           process_vm_readv:310/270    process_vm_writev:311/271
    ptrace:101/117              quotactl:179/60             reboot:169/142
    removexattr:197/14          request_key:249/218         rt_sigqueueinfo:129/138
    rt_tgsigqueueinfo:297/240   sched_setaffinity:203/122   sched_setattr:314/274
    sched_setparam:142/118      sched_setscheduler:144/119  seccomp:317/277
    semget:64/190               sendfile:40/71              setdomainname:171/162
    sethostname:170/161         setns:308/268               setpriority:141/140
    setsid:112/157              setsockopt:54/208           settimeofday:164/170
    setxattr:188/5              shmget:29/194               socket:41/198
    socketpair:53/199           splice:275/76               swapoff:168/225
    swapon:167/224              sync:162/81                 syncfs:306/267
    syslog:103/116              tee:276/77                  tgkill:234/131
    tkill:200/130               umount2:166/39              unshare:272/97
    userfaultfd:323/282         utime:132/-                 utimensat:280/88
    utimes:235/-                vhangup:153/58              vmsplice:278/75
"""

# From 424 on every architecture uses the same numbers.
_NEW = """
    clone3:435             fchmodat2:452          file_setattr:469       fsconfig:431
    fsmount:432            fsopen:430             fspick:433             io_uring_enter:426
    io_uring_register:427  io_uring_setup:425     memfd_secret:447       mount_setattr:442
    move_mount:429         open_tree:428          open_tree_attr:467     pidfd_getfd:438
    pidfd_send_signal:424  process_madvise:440    process_mrelease:448   quotactl_fd:443
    removexattrat:466      setxattrat:463
"""

_NUMBERS = dict(entry.split(":") for entry in (_OLD + _NEW).split())


def audit_architecture() -> int:
    """Return the kernel's name of this architecture.

    Raises
    ------
    OSError
        If the system calls of this architecture are not listed here.
    """
    if MACHINE not in _AUDIT_ARCH:
        raise OSError(f"no system call filter for {MACHINE}")
    return _AUDIT_ARCH[MACHINE]


def number(name: str) -> int | None:
    """Return the number of a system call, None if this architecture does not have it."""
    x86_64, _, aarch64 = _NUMBERS[name].partition("/")
    found = {"x86_64": x86_64, "aarch64": aarch64 or x86_64}[MACHINE]
    return None if found == "-" else int(found)
