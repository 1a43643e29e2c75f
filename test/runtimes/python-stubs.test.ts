import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { AskedScript } from "../fixtures/allocators/asked-script.js";

const STUBS = readFileSync(packageFile("src", "runtimes", "python", "workbench.pyi"), "utf8");

/** Python's own parser reads the stubs, and its own introspection the SDK. Prints every difference. */
function comparison(stubs: string): string {
  return `
import ast, dataclasses, inspect
import workbench

STUBS = ${JSON.stringify(stubs)}

def is_public(name):
    return not name.startswith("_") or name == "__init__"

def named(nodes):
    """What a body of the stubs defines, by name."""
    found = {}
    for node in nodes:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found[node.name] = node
        elif isinstance(node, ast.AnnAssign):
            found[node.target.id] = node
        elif isinstance(node, ast.Assign):
            found[node.targets[0].id] = node
    return {name: node for name, node in found.items() if is_public(name)}

def stub_signature(node):
    # Compiled as it stands, so that it can be looked at as the SDK's own is.
    stub = ast.FunctionDef(
        name="stub", args=node.args, body=[ast.Pass()], returns=node.returns, decorator_list=[], type_params=[]
    )
    scope = {}
    code = ast.Module([ast.parse("from __future__ import annotations").body[0], stub], [])
    exec(compile(ast.fix_missing_locations(code), "stubs", "exec"), scope)
    return str(inspect.signature(scope["stub"]))

def fields_of(value, cluster):
    """Names of public attributes of instances."""
    if value is workbench.Cluster:
        names = vars(cluster)
    elif dataclasses.is_dataclass(value):
        names = [*value.__dataclass_fields__]
    else:
        names = getattr(value, "_fields", None) or getattr(value, "__slots__", None) or {**vars(value()), **annotations(value)}
    return {name for name in names if is_public(name)}

def annotations(value):
    return getattr(value, "__annotations__", {})

def members_of(value):
    """Functions and properties of a class, its own and inherited ones of the SDK."""
    members = {}
    for parent in reversed(value.__mro__):
        if parent.__module__.startswith("workbench"):
            members.update(vars(parent))
    written = value if dataclasses.is_dataclass(value) or hasattr(value, "_fields") or value is workbench.Cluster else None
    return {
        name: member
        for name, member in members.items()
        if is_public(name) and (inspect.isfunction(member) or isinstance(member, property))
        if not (name == "__init__" and written is not None)
    }

def compare_functions(where, function, node):
    if function.fget if isinstance(function, property) else None:
        function = function.fget
    if str(inspect.signature(function)) != stub_signature(node):
        print(f"{where}: {inspect.signature(function)} in the SDK, {stub_signature(node)} in the stubs")
    if node.name != "__init__" and not ast.get_docstring(node):
        print(f"{where}: the stubs say nothing of it")

def compare_classes(name, value, node, cluster):
    stubs = named(node.body)
    functions = {key: item for key, item in stubs.items() if isinstance(item, ast.FunctionDef)}
    members = members_of(value)
    for key in sorted(functions.keys() ^ members.keys()):
        print(f"{name}.{key}: only in the {'stubs' if key in functions else 'SDK'}")
    for key in functions.keys() & members.keys():
        compare_functions(f"{name}.{key}", members[key], functions[key])
    attributes = {key for key in stubs if key not in functions}
    fields = fields_of(value, cluster) | ({"op"} if "op" in vars(value) else set())
    for key in sorted(attributes ^ fields):
        print(f"{name}.{key}: only in the {'stubs' if key in attributes else 'SDK'}")
    if "op" in attributes and ast.unparse(stubs["op"].annotation) != f"ClassVar[Literal['{value.op}']]":
        print(f"{name}.op: {value.op} in the SDK, {ast.unparse(stubs['op'].annotation)} in the stubs")
    if name not in ("Weight", "Options") and "op" not in attributes and not ast.get_docstring(node):
        print(f"{name}: the stubs say nothing of it")

def decide(cluster):
    stubs = named(ast.parse(STUBS).body)
    public = set(workbench.__all__)
    for name in sorted(stubs.keys() ^ public):
        print(f"{name}: only in the {'stubs' if name in stubs else 'SDK'}")
    for name in sorted(stubs.keys() & public):
        value, node = getattr(workbench, name), stubs[name]
        if inspect.isclass(value) and isinstance(node, ast.ClassDef):
            compare_classes(name, value, node, cluster)
        elif inspect.isfunction(value):
            compare_functions(name, value, node)
        elif str(value).replace("workbench.events.", "") != ast.unparse(node.value):
            print(f"{name}: {value} in the SDK, {ast.unparse(node.value)} in the stubs")
    print(len(public), "names compared")
`;
}

async function differences(stubs: string): Promise<readonly string[]> {
  const asked = new AskedScript("script.py", comparison(stubs));
  await asked.load();
  asked.decide(0);
  asked.close();
  return asked.printed;
}

describe("the stubs of Python", () => {
  it("have every public name and signature of the SDK, and say something of each", async () => {
    const [last, ...others] = (await differences(STUBS)).toReversed();
    expect(others).toEqual([]);
    expect(Number.parseInt(last ?? "", 10)).toBeGreaterThan(40);
  }, 300_000);

  it("are told apart from others", async () => {
    const edits: readonly (readonly [before: string, after: string])[] = [
      ["def is_zero(vector: Vector) -> bool:", "def is_nothing(vector: Vector) -> bool:"],
      ["def wake(self, t: int) -> None:", "def wake(self, t: float) -> None:"],
      ['unit: str = "") -> None:', 'unit: str = "share") -> None:'],
      ["    gang: bool\n", ""],
      ['Literal["allocate"]', 'Literal["cycle"]'],
      ["    | ReviveOffers\n", ""],
    ];
    const wrong = edits.reduce((text, [before, after]) => {
      expect(text).toContain(before);
      return text.replace(before, after);
    }, STUBS);
    const found = await differences(wrong);
    const named = ["Allocate.op", "Cluster.metric", "Cluster.wake", "Event", "Request.gang", "is_nothing", "is_zero"];
    expect([...new Set(found.slice(0, -1).map((line) => line.split(":")[0]))].sort()).toEqual(named);
  }, 300_000);
});
