"""What a program that opens hostile files may still do: count, and write to its own pipe. Linux only; no Django.

Called in the child, before it looks at its input: memory and time are limited, no file can be written, and where the
kernel allows it there is neither network nor a second process nor any file that is made, opened for writing or renamed.
"""

import ctypes
import os
import platform
import resource
import socket
import struct

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
_LOAD, _IS_EQUAL, _HAS_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NETWORK = {"x86_64": (41, 42, 53), "aarch64": (198, 203, 199)}
"""socket, connect, socketpair"""
_PROGRAMS = {"x86_64": (56, 57, 58, 59, 322, 435, 62, 101), "aarch64": (220, 221, 281, 435, 129, 117)}
"""clone, fork, vfork, execve, execveat, clone3, kill, ptrace"""
_OPENINGS = {"x86_64": ((2, 1), (257, 2)), "aarch64": ((56, 2),)}
"""open, openat, each with the place of its flags among the arguments"""
_WRITING = 0o1 | 0o2 | 0o100
"""O_WRONLY, O_RDWR, O_CREAT"""
_NAMES = {
    "x86_64": (76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 258, 260, 263, 264, 265, 266, 268, 316, 437),
    "aarch64": (33, 34, 35, 36, 37, 38, 45, 46, 52, 53, 54, 55, 276, 437),
}
"""openat2, truncate, rename, mkdir, rmdir, creat, link, unlink, symlink, chmod, chown and their kin"""


def confine(*, memory: int, seconds: int, programs: bool = False, writes: int = 0) -> list[str]:
    """Shut the door behind us; what is shut. `memory` and `writes` in bytes, `seconds` of processor time.

    `programs`: other programs may be started (OCR is several).
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (writes, writes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    shut = ["memory", "time", "writing"]
    libc = ctypes.CDLL(None, use_errno=True)
    if _leaves_network(libc):
        shut.append("network")
    if _filters(libc, programs=programs):
        shut.append("calls")
    if not {"network", "calls"} & set(shut):
        socket.socket = _no_socket  # type: ignore[assignment, misc]  # the last belt, where the kernel has none
    return shut


def _leaves_network(libc: ctypes.CDLL) -> bool:
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    return hasattr(libc, "unshare") and libc.unshare(flags) == 0


def _filters(libc: ctypes.CDLL, *, programs: bool) -> bool:
    machine = platform.machine()
    if machine not in _ARCHITECTURES or not hasattr(libc, "prctl"):
        return False
    refused = _NETWORK[machine] if programs else (*_NETWORK[machine], *_PROGRAMS[machine], *_NAMES[machine])
    code = _filter(_ARCHITECTURES[machine], refused, () if programs else _OPENINGS[machine])
    program = ctypes.create_string_buffer(code, len(code))
    pointer = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(program))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, pointer, 0, 0) == 0)


def _filter(architecture: int, refused: tuple[int, ...], openings: tuple[tuple[int, int], ...]) -> bytes:
    """Berkeley packet filter: another architecture's calls, the listed ones and opening to write answer EPERM."""
    steps = [(_LOAD, 0, 0, 4), (_IS_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    for call, place in openings:
        steps += [(_IS_EQUAL, 0, 4, call), (_LOAD, 0, 0, 16 + 8 * place), (_HAS_BITS, 0, 1, _WRITING)]
        steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    for position, call in enumerate(refused):
        steps.append((_IS_EQUAL, len(refused) - position, 0, call))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _no_socket(*_: object, **__: object) -> None:
    raise PermissionError("no network here")
