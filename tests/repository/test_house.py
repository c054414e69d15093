"""The house is in order: sizes, names, writes, traces."""

from __future__ import annotations

import ast

from repository.code import PLATFORM, ROOT, SOURCE, functions, in_room, modules

MOST_LINES_OF_A_FUNCTION = 60
MANY_LINES, MOST_LINES_OF_A_FILE, FEW = 300, 400, 8
NOT_NAMES = {"utils", "helpers", "common", "manager", "managers", "service", "services", "misc"}
MAKING = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "create", "save"}
CHANGING = {"update", "delete", "set", "add", "remove", "clear"}


def test_no_function_is_longer_than_sixty_lines():
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path, tree in modules()
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_few_files_are_longer_than_three_hundred_lines():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
    }
    long = {name: lines for name, lines in lengths.items() if lines > MANY_LINES}
    assert len(long) <= FEW, long
    assert not {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FILE}


def test_no_module_has_a_name_that_says_nothing():
    assert [path for path, _tree in modules() if path.stem in NOT_NAMES] == []


def test_every_module_and_public_function_says_what_it_is():
    silent = []
    for path, tree in modules():
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        silent += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert silent == []


def _chain(node: ast.expr) -> str:
    """Return the dotted text of what a method is called on."""
    return ast.unparse(node)


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, on = call.func.attr, _chain(call.func.value)
    if name in MAKING - {"save", "create"}:
        return True
    if name == "create":
        return "objects" in on
    if name == "save":  # a record's save takes no file; a workbook's does
        return not call.args
    return name in CHANGING and ".objects" in on


def test_writes_stand_only_in_operations():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)[:80]}"
        for path, tree in modules(PLATFORM)
        if not in_room(path, "operations")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _is_write(node)
    ]
    assert found == []


def _calls(function: ast.AST) -> set[str]:
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }


def test_every_operation_leaves_a_trace():
    """An operation records a trace itself, or through another operation that it calls."""
    calls: dict[str, set[str]] = {}
    public: dict[str, str] = {}
    for path, tree in modules(PLATFORM):
        if not in_room(path, "operations"):
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef):
                continue
            calls.setdefault(node.name, set()).update(_calls(node))
            named = {argument.arg for argument in node.args.kwonlyargs}
            if not node.name.startswith("_") and {"by", "at"} <= named:
                public[node.name] = str(path.relative_to(ROOT))
    leaves = {"record", "record_many"}
    while more := {name for name, called in calls.items() if called & leaves} - leaves:
        leaves |= more
    silent = {name: path for name, path in public.items() if name not in leaves}
    assert public
    assert silent == {}


def test_views_are_private_to_their_area():
    crossing = []
    for path, tree in modules(PLATFORM):
        area = path.relative_to(PLATFORM).parts[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                if parts[0] == "jilian" and len(parts) > 2 and parts[2] in {"views", "forms"}:
                    crossing += [f"{path.relative_to(ROOT)}: {node.module}"] * (parts[1] != area)
    assert crossing == []


def test_nothing_below_the_entrances_reads_clock_or_environment():
    entrances = {"views", "api", "cli", "gate", "adapters", "frame"}
    found = []
    for path, tree in modules(PLATFORM):
        parts = path.relative_to(PLATFORM).parts
        room = parts[1].removesuffix(".py") if len(parts) > 1 else parts[0]
        if room in entrances or parts[0] in {"base", "jobs", "cli.py", "settings.py", "wsgi.py"}:
            continue
        for node in ast.walk(tree):
            text = ast.unparse(node) if isinstance(node, ast.Call | ast.Attribute) else ""
            if text in {
                "timezone.now()", "timezone.localdate()", "date.today()", "datetime.now()",
                "os.environ", "time.time()",
            }:  # fmt: skip
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {text}")
    assert found == []
