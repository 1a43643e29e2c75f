"""Offers each agent to whoever has least: dominant resource fairness, the place to begin changing."""

from collections.abc import Iterator

from workbench import Cluster, Offer


def decide(cluster: Cluster) -> Iterator[Offer]:
    for agent in cluster.candidates:
        for role in cluster.roles_by_share():
            for subscription in cluster.subscriptions_by_share(role):
                resources = cluster.offerable(subscription, agent)
                if resources is not None:
                    yield Offer(subscription, agent, resources, why="it has the least")
