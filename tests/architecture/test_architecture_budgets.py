"""How long files, functions and classes may be, and what every module says of itself."""

from __future__ import annotations

import ast
from statistics import median

from tests.architecture.sources import functions, length, sources

MAX_FILE_LINES = 400
MAX_MEDIAN_FILE_LINES = 150
MAX_FUNCTION_LINES = 50
MAX_MEDIAN_FUNCTION_LINES = 8
MAX_PUBLIC_METHODS = 20
FORBIDDEN_FILE_NAMES = {"utils", "helpers", "common", "manager", "base", "misc", "core"}
PROGRAM = ("console", "packaging")
ALL = (*PROGRAM, "tests")


def _lines(text: str) -> int:
    return len(text.splitlines())


def test_no_file_is_over_400_lines() -> None:
    long = {s.name: _lines(s.text) for s in sources(*ALL) if _lines(s.text) > MAX_FILE_LINES}
    assert not long


def test_half_of_the_files_are_short() -> None:
    assert median(_lines(s.text) for s in sources("console")) <= MAX_MEDIAN_FILE_LINES


def test_no_function_is_over_50_lines() -> None:
    long = {
        f"{source.at(node)} {node.name}": length(node)
        for source in sources(*ALL)
        for node in functions(source)
        if length(node) > MAX_FUNCTION_LINES
    }
    assert not long


def test_half_of_the_functions_are_short() -> None:
    lengths = [length(node) for source in sources("console") for node in functions(source)]
    assert median(lengths) <= MAX_MEDIAN_FUNCTION_LINES


def test_no_class_has_over_20_public_methods() -> None:
    wide = {
        f"{source.at(node)} {node.name}": count
        for source in sources(*ALL)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and (count := _public_methods(node)) > MAX_PUBLIC_METHODS
    }
    assert not wide


def _public_methods(node: ast.ClassDef) -> int:
    """Qt's own names, which are overridden and not offered, do not count."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    names = [item.name for item in node.body if isinstance(item, kinds)]
    return sum(not name.startswith("_") and name == name.lower() for name in names)


def test_every_module_says_in_one_line_what_it_is() -> None:
    silent = [s.name for s in sources(*PROGRAM) if not _first_line(s.tree)]
    assert not silent


def _first_line(tree: ast.Module) -> str:
    lines = (ast.get_docstring(tree) or "").splitlines()
    return lines[0] if lines and (len(lines) == 1 or not lines[1]) else ""


def test_no_module_of_the_program_is_named_after_nothing() -> None:
    vague = [s.name for s in sources(*ALL) if s.path.stem in FORBIDDEN_FILE_NAMES]
    assert not vague


def test_test_files_have_names_of_their_own() -> None:
    names = [s.path.name for s in sources("tests") if s.path.name.startswith("test_")]
    assert not {name for name in names if names.count(name) > 1}


def test_tests_are_functions() -> None:
    classes = [
        source.at(node)
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test")
    ]
    assert not classes
