"""The engine of the PDF, in a process of its own that first gives up whatever a document does not need.

Run by ``pdf.py``: an order comes in as JSON, a PDF goes out. Bounds of time and memory hold from the first line. Before the document is
looked at, the kernel is asked to refuse this process every file outside two folders (Landlock), every socket and every other
program (seccomp), for good. A kernel that offers neither leaves the bounds that the engine keeps by itself.
"""

import ctypes
import errno
import json
import os
import resource
import struct
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
#: Landlock's calls have one number on every machine: make a ruleset, add a rule, keep to it.
_RULESET, _RULE, _RESTRICT, _VERSION = 444, 445, 446, 1
_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
#: Everything its first version knows: run, read, write, make and remove.
_FILES = (1 << 13) - 1
#: By machine: its name for seccomp, its calls for a socket and for another program. The last two count alike everywhere.
_MACHINES = {"x86_64": (0xC000003E, (41, 53, 59, 322)), "aarch64": (0xC00000B7, (198, 199, 221, 281))}
_IO_URING, _X32 = 425, 0x40000000
#: What a kernel answers that was built without filters.
_UNKNOWN = frozenset({errno.EINVAL, errno.ENOSYS})
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM

_kernel = ctypes.CDLL(None, use_errno=True)
_LINUX = sys.platform == "linux"
if _LINUX:
    _kernel.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)


def bound(*, seconds: int, memory: int) -> None:
    """Set the bounds: seconds of processor time, bytes of memory, and no dump of what was in it."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def landlock() -> int:
    """Return the version of Landlock that the kernel offers; 0 for none."""
    return max(0, int(_kernel.syscall(_RULESET, None, 0, _VERSION))) if _LINUX else 0


def confine(*, readable: Iterable[str]) -> None:
    """Give up, for good, every file outside the folders that may be read, every socket and every other program."""
    if not _LINUX:
        return
    _kernel.prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0)
    if landlock():
        _keep_to(readable)
    if machine := _MACHINES.get(os.uname().machine):
        _refuse(*machine)


def _keep_to(folders: Iterable[str]) -> None:
    asked = struct.pack("Q", _FILES)
    ruleset = _kernel.syscall(_RULESET, asked, len(asked), 0)
    for folder in folders:
        held = os.open(folder, os.O_PATH)
        _kernel.syscall(_RULE, ruleset, _BENEATH, struct.pack("=Qi", _READ_FILE | _READ_FOLDER, held), 0)
        os.close(held)
    if _kernel.syscall(_RESTRICT, ruleset, 0):
        raise OSError(ctypes.get_errno(), "Landlock refused its rules")
    os.close(ruleset)


def _refuse(name: int, calls: tuple[int, ...]) -> None:
    numbers = (*calls, _IO_URING)
    last = len(numbers) + 1
    steps = [
        (_LOAD, 0, 0, 4),
        # The calls of another machine, which this one may know as well, are counted otherwise.
        (_EQUAL, 1, 0, name),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, last, 0, _X32),
        *((_EQUAL, last - place, 0, number) for place, number in enumerate(numbers, start=1)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    if _kernel.prctl(_SET_SECCOMP, _FILTER, struct.pack("@HP", len(steps), ctypes.addressof(program)), 0, 0):
        found = ctypes.get_errno()
        if found not in _UNKNOWN:
            raise OSError(found, "seccomp refused its filter")


def main() -> None:
    """Read an order, give up the rest, write a PDF."""
    order = json.load(sys.stdin)
    bound(seconds=order["seconds"], memory=order["memory"])
    import typst

    confine(readable=[order["root"], order["fonts"]])
    year, month, day = order["on"]
    made = typst.compile(
        order["template"].encode(),
        root=order["root"],
        font_paths=[order["fonts"]],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(year, month, day, tzinfo=UTC),
        sys_inputs={"document": order["document"], "year": str(year), "month": str(month), "day": str(day)},
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
