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
    """Return what a function calls: names as they are, methods of a module as "module.name"."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= {node.func.attr, f"{_chain(node.func.value)}.{node.func.attr}"}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
    return found


# What is done by somebody and leaves no trace of its own, with the reason.
WITHOUT_A_TRACE = {
    "audit.note_look": "a log of reading beside the chain, itself what is kept",
    "firms.note_look": "a log of reading beside the chain, itself what is kept",
    "shortages.note_call_look": "a log of reading that the caller sees, itself what is kept",
    "shortages.note_call_looks": "a log of reading that the caller sees, itself what is kept",
}


def _operations() -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return which functions each function of an operations room calls, and which are public.

    A name is followed within its area first, then through what the module imports, so that a
    function that happens to be called alike in another area proves nothing.
    """
    calls: dict[str, set[str]] = {}
    public: dict[str, str] = {}
    for path, tree in modules(PLATFORM):
        if not in_room(path, "operations"):
            continue
        area = path.relative_to(PLATFORM).parts[0]
        imported = _imported(tree)
        for node in functions(tree):
            name = f"{area}.{node.name}"
            called = {_meant(one, area, imported) for one in _calls(node)}
            calls.setdefault(name, set()).update(called)
            named = {argument.arg for argument in node.args.kwonlyargs}
            at_top = node in tree.body and not node.name.startswith("_")
            if at_top and "by" in named:
                public[name] = str(path.relative_to(ROOT))
    return calls, public


def _imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Return area and name of everything that a module imports from operations rooms."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jilian."):
            area, *deeper = (node.module or "").split(".")[1:]
            for one in node.names:
                if "operations" in (*deeper, one.name):
                    found[one.asname or one.name] = (area, one.name)
    return found


def _meant(call: str, area: str, imported: dict[str, tuple[str, str]]) -> str:
    """Return "area.function" of a call as the module writes it."""
    on, _dot, name = call.rpartition(".")
    if on in imported:
        return f"{imported[on][0]}.{name}"
    return ".".join(imported.get(call, (area, call)))


def _untraced(calls: dict[str, set[str]], public: dict[str, str]) -> dict[str, str]:
    leaves = {"audit.record", "audit.record_many"}
    while more := {name for name, called in calls.items() if called & leaves} - leaves:
        leaves |= more
    return {name: path for name, path in public.items() if name not in leaves}


def test_every_operation_leaves_a_trace():
    """An operation records a trace itself, or through other operations that it calls.

    Followed through the code, not run: a call of ``record`` must be reachable from each public
    function of an operations room that takes ``by``.
    """
    calls, public = _operations()
    assert len(public) > 50
    silent = _untraced(calls, public)
    assert set(silent) - set(WITHOUT_A_TRACE) == set()
    assert set(WITHOUT_A_TRACE) <= set(silent), "an exception that is none any more"


def test_an_operation_without_a_trace_is_found():
    calls, public = _operations()
    calls["firms.forget_firm"] = {"firms.allow", "firms.delete"}
    calls["firms.keep_firm"] = {"firms.save_firms"}
    public |= {"firms.forget_firm": "x", "firms.keep_firm": "x"}
    assert set(_untraced(calls, public)) - set(WITHOUT_A_TRACE) == {"firms.forget_firm"}


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
