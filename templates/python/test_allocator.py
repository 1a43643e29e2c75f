import __MODULE__
from workbench import decisions_of, equal


def test_who_has_least_is_offered_first() -> None:
    """"rich" uses a cpu already, so "poor" is offered what is left of both agents."""
    decisions = decisions_of(
        __MODULE__,
        {
            "agents": {"a1": "cpus:4;mem:4096", "a2": "cpus:2;mem:2048"},
            "frameworks": {
                "rich": {"role": "prod", "uses": {"a1": "cpus:1;mem:1024"}},
                "poor": {"role": "batch"},
            },
        },
    )
    equal(decisions.offers[0]["framework"], "poor")
    equal(decisions.offers[0]["resources"], "cpus:3;mem:3072")
