"""Kernels compiled by numba, kept as object code, and called without numba.

Belongs here: getting from a kernel's name to something callable. Does not belong here: what a kernel does.

Importing numba takes longer than naming the language of a thousand documents, and its own cache needs that. So numba
compiles a kernel once, the object code is kept in a file, and llvmlite, a tenth of the import, loads it from then on.
A kernel takes NumPy arrays in C order and integers, returns nothing, allocates nothing and raises nothing: then its
object code stands alone. It is called by numba's own convention: a pointer for the returned value, one for an
exception, and an array as (owner, parent, items, item size, data, shape, strides).
"""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.language.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

NO_DESTRUCTOR = "define void @NRT_MemInfo_call_dtor(ptr %0) { ret void }"
"""numba's arrays may own memory, and call this to free it; those of a kernel never do."""

SOURCES = ("features", "kernel", "machine_code", "scoring", "tables")
"""Modules whose change makes other machine code."""

_lock = Lock()
_loaded: list[Any] = []
"""Execution engines, kept alive: their code is unmapped with them."""


def call(module: str, kernel: str, folder: Path | None, *arguments: Any) -> None:  # noqa: ANN401 - arrays and integers
    """Call a kernel of ``kliping.language.<module>``, outside Python's lock.

    Args:
        module: where the kernel is defined.
        kernel: its name.
        folder: where object code is kept; by default beside Python's own compiled files.
        arguments: NumPy arrays in C order and integers.
    """
    parts = [part for argument in arguments for part in _parts(argument)]
    shapes = tuple((a.dtype.str, a.ndim) if isinstance(a, np.ndarray) else None for a in arguments)
    with _lock:
        function = _function(module, kernel, folder or default_folder(), shapes)
    returned, raised = ctypes.c_void_p(), ctypes.c_void_p()
    function(ctypes.addressof(returned), ctypes.addressof(raised), *parts)


def default_folder() -> Path:
    """Python's own cache folder beside this module."""
    return Path(__file__).parent / "__pycache__"


def _parts(argument: Any) -> list[int | None]:  # noqa: ANN401
    if not isinstance(argument, np.ndarray):
        return [int(argument)]
    if not argument.flags.c_contiguous:
        raise ValueError("a kernel takes arrays in C order")
    return [
        None,
        None,
        argument.size,
        argument.itemsize,
        argument.ctypes.data,
        *argument.shape,
        *argument.strides,
    ]


@cache
def _function(module: str, kernel: str, folder: Path, shapes: tuple[tuple[str, int] | None, ...]) -> Callable[..., int]:
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    path = folder / f"{kernel}-{_fingerprint(shapes)}.o"
    try:
        code = path.read_bytes()
    except OSError:
        code = b""
    digest, code = code[:32], code[32:]
    if digest != hashlib.sha256(code).digest():
        code = _compile(module, kernel, shapes)
        whole = hashlib.sha256(code).digest() + code
        replace_file(path, lambda handle: handle.write(whole))
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _loaded.append(engine)
    types: list[Any] = [ctypes.c_void_p, ctypes.c_void_p]
    for shape in shapes:
        if shape is None:
            types.append(ctypes.c_int64)
        else:
            types += [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p]
            types += [ctypes.c_int64] * (2 * shape[1])
    return ctypes.CFUNCTYPE(ctypes.c_int32, *types)(engine.get_function_address(kernel))


def _machine() -> Any:  # noqa: ANN401 - llvmlite carries no types
    import llvmlite.binding as llvm

    host = {"cpu": llvm.get_host_cpu_name(), "features": llvm.get_host_cpu_features().flatten()}
    return llvm.Target.from_default_triple().create_target_machine(opt=3, codemodel="jitdefault", jit=True, **host)


def _compile(module: str, kernel: str, shapes: tuple[tuple[str, int] | None, ...]) -> bytes:
    """Object code of the kernel, for this processor."""
    import llvmlite.binding as llvm
    import numba

    dispatcher = getattr(import_module(f"kliping.language.{module}"), kernel)
    signature = tuple(
        numba.int64 if shape is None else numba.types.Array(numba.from_dtype(np.dtype(shape[0])), shape[1], "C")
        for shape in shapes
    )
    dispatcher.compile(signature)
    compiled = dispatcher.overloads[signature]
    code = llvm.parse_assembly(compiled.library.get_llvm_str())
    code.get_function(compiled.fndesc.llvm_func_name).name = kernel
    code.link_in(llvm.parse_assembly(NO_DESTRUCTOR))
    return bytes(_machine().emit_object(code))


def _fingerprint(shapes: tuple[tuple[str, int] | None, ...]) -> str:
    """Changes with the source, the compilers and the processor."""
    import llvmlite.binding as llvm

    sources = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in SOURCES]
    host = (llvm.get_default_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    told = (sources, version("numba"), version("llvmlite"), host, shapes)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
