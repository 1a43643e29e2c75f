"""
What scripts with modules have of the SDK. A module is an object that stands in the script under the module's
name:

    from workbench import Module

    com_example_labels = Module(
        module_api_version="2", mesos_version="1.12.0", kind="Hook",
        author_name="...", author_email="...", description="...",
        compatible=lambda: True,                             # may be left out
        create=lambda parameters, host: Labels(),            # None: refused
    )

A class with these attributes does as well, and so does a dict. `parameters` is a list of {"key": ..., "value":
...}. What create gives is an object with the methods of its kind, or a dict of functions. `host.now()` is the
virtual time in seconds; `host.after(seconds, function)` calls the function once, so much later; `host.future()`
is an answer for later, with `complete(value)`, `fail(message)` and `discard()`; `host.failed(message)` is the
answer of a method that has failed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from .script_tests import answer_test_request, is_test_request

if TYPE_CHECKING:
    from .cluster import Cluster
    from .offer import Offer

TEXTS = ("module_api_version", "mesos_version", "kind", "author_name", "author_email", "description")
FUNCTIONS = ("compatible", "create", "decide")


class Module:
    def __init__(
        self,
        *,
        module_api_version: str | None = None,
        mesos_version: str | None = None,
        kind: str | None = None,
        author_name: str | None = None,
        author_email: str | None = None,
        description: str | None = None,
        compatible: Callable[[], bool] | None = None,
        create: Callable[..., Any] | None = None,
        decide: Callable[[Cluster], Iterable[Offer] | None] | None = None,
        triggers: Iterable[str] = (),
    ) -> None:
        self.module_api_version = module_api_version
        self.mesos_version = mesos_version
        self.kind = kind
        self.author_name = author_name
        self.author_email = author_email
        self.description = description
        self.compatible = compatible
        self.create = create
        self.decide = decide  # of an allocator without create
        self.triggers = triggers


def parameter(parameters: list[dict[str, str]], key: str) -> str | None:
    """The value of a parameter, of equal keys the last one's; None when it was not given."""
    value = None
    for given in parameters:
        if given["key"] == key:
            value = given["value"]
    return value


def field(module, name):
    return module.get(name) if isinstance(module, dict) else getattr(module, name, None)


def module_in(script, name):
    """What a script exports as a module: anything with any of a module's fields, but not another Python module."""
    module = vars(script).get(name)
    if isinstance(module, ModuleType):
        return None
    is_module = any(field(module, name) is not None for name in TEXTS + FUNCTIONS)
    return module if is_module else None


def allocator_in(script, wanted):
    """
    The allocator in a script, which is the script itself or what its module of that name makes; or a text: why
    not.
    """
    if wanted is None:
        return script_allocator_in(script)
    module = module_in(script, wanted["symbol"])
    if module is None:
        return "the script has no module of this name"
    if field(module, "kind") != "Allocator":
        return f"the module is of kind {field(module, 'kind')}, not Allocator"
    create = field(module, "create")
    allocator = create(wanted["parameters"]) if create is not None else module
    if allocator is None:
        return "its create() returned no allocator"
    if isinstance(allocator, dict):
        allocator = SimpleNamespace(**allocator)
    return allocator if callable(getattr(allocator, "decide", None)) else "its allocator has no decide function"


def script_allocator_in(script):
    """The script with its functions, or the object `allocator` in it with its methods; or a text: why neither."""
    if callable(getattr(script, "decide", None)):
        return script
    allocator = getattr(script, "allocator", None)
    if isinstance(allocator, type):
        return f"allocator is the class {allocator.__name__}: write allocator = {allocator.__name__}()"
    if callable(getattr(allocator, "decide", None)):
        return allocator
    return "no decide function: a script defines def decide(cluster), or an object named allocator that has it"


class Future:
    """An answer that comes later. The first end counts, further ones are ignored."""

    def __init__(self, end_call):
        self._end_call = end_call
        self._calls = []
        self._end = None

    def complete(self, value=None):
        self._finish(f'"kind":"ready","value":{plain_text(value)}')

    def fail(self, message):
        self._finish(f'"kind":"failed","message":{json.dumps(str(message))}')

    def discard(self):
        self._finish('"kind":"discarded"')

    def answers(self, token):
        """For the workbench: this is the answer to that call."""
        if self._end is None:
            self._calls.append(token)
        else:
            self._end_call(token, self._end)

    def _finish(self, end):
        if self._end is not None:
            return
        self._end = end
        for token in self._calls:
            self._end_call(token, end)


def plain_text(value):
    """What a module gives away, as JSON. Taken at once: what the module does to it later does not change it."""
    return json.dumps(value, allow_nan=False)


class Clock:
    """Virtual time, as the host tells it with each request, in microseconds."""

    def __init__(self):
        self.now = 0
        self._actions = {}
        self._last = 0
        self._asked = []

    def after(self, instance, seconds, action):
        if not isinstance(seconds, (int, float)) or not 0 <= seconds < math.inf:
            raise TypeError(f"after: {seconds} is no number of seconds")
        if not callable(action):
            raise TypeError("after: the second argument is a function")
        self._last += 1
        self._actions[self._last] = instance, action
        after = math.floor(seconds * 1e6 + 0.5)
        self._asked.append({"instance": instance, "id": self._last, "after": after})

    def ended(self, timer):
        """Runs what waited for a timer."""
        _, action = self._actions.pop(timer, (None, None))
        if action is not None:
            action()

    def forget(self, instances):
        """Nothing runs any more that waits for a timer of these instances."""
        self._actions = {timer: entry for timer, entry in self._actions.items() if entry[0] not in instances}

    def take_asked(self):
        asked, self._asked = self._asked, []
        return asked


class Host:
    """What an instance of a module has of the world."""

    def __init__(self, clock, instance, future):
        self._clock = clock
        self._instance = instance
        self.future = future

    def now(self):
        return self._clock.now / 1e6

    def after(self, seconds, action):
        self._clock.after(self._instance, seconds, action)

    def failed(self, message):
        future = self.future()
        future.fail(message)
        return future


class ModuleGuest:
    """For the host: the modules of a script. What a module raises goes through to the host, which knows the place."""

    def __init__(self, script):
        self._script = script
        self._clock = Clock()
        self._instances = {}
        self._created = 0
        self._ended = []

    def dispatch(self, text):
        request = json.loads(text)
        if is_test_request(request):
            return json.dumps(answer_test_request(self._script, request))
        if "header" in request:
            return json.dumps(header_of(module_in(self._script, request["header"])))
        if "compatible" in request:
            return json.dumps(is_compatible(module_in(self._script, request["compatible"])))
        self._clock.now = request["now"]
        closed = request.get("closed", ())
        if closed:
            self._clock.forget(closed)
        for instance in closed:
            self._instances.pop(instance, None)
        made = None
        if "create" in request:
            made = self._create(request["create"], request["parameters"])
        elif "timer" in request:
            self._clock.ended(request["timer"])
        elif "call" in request:
            call = request["call"]
            method = method_of(self._instances[request["instance"]], call["method"])
            self._answer(call["token"], call["method"], method(call["input"]))
        return self._news(made)

    def _create(self, name, parameters):
        self._created += 1
        number = self._created
        create = field(module_in(self._script, name), "create")
        instance = create(parameters, Host(self._clock, number, self._future))
        if instance is None:
            return None
        if isinstance(instance, (int, float, str, list, tuple)):
            raise TypeError("create gives an object, a dict or None")
        self._instances[number] = instance
        return {"instance": number, "methods": methods_of(instance)}

    def _answer(self, token, method, answer):
        if hasattr(answer, "__await__"):
            raise TypeError(f"{method} may not be async: answer later with host.future()")
        future = answer
        if not isinstance(answer, Future):
            future = self._future()
            future.complete(answer)
        future.answers(token)

    def _future(self):
        return Future(lambda token, end: self._ended.append(f'{{"token":{token},{end}}}'))

    def _news(self, made):
        ended, self._ended = ",".join(self._ended), []
        return f'{{"made":{json.dumps(made)},"ended":[{ended}],"timers":{json.dumps(self._clock.take_asked())}}}'


def header_of(module):
    if module is None:
        return None
    texts = {name: field(module, name) for name in TEXTS}
    return {
        "texts": {name: text for name, text in texts.items() if isinstance(text, str)},
        "compatible": field(module, "compatible") is not None,
        # An allocator may do without create: then the module itself is the allocator.
        "create": field(module, "create") is not None or field(module, "decide") is not None,
    }


def is_compatible(module):
    answer = field(module, "compatible")()
    if isinstance(answer, bool):
        return answer
    raise TypeError("compatible is to answer with true or false")


def method_of(instance, name):
    return instance[name] if isinstance(instance, dict) else getattr(instance, name)


def methods_of(instance):
    """A name that begins with _ is the module's own business."""
    names = instance if isinstance(instance, dict) else dir(instance)
    return [name for name in names if not name.startswith("_") and callable(method_of(instance, name))]
