import type { ClusterObserver } from "./cluster-observer.js";

/** Tells the first and then the second. */
export function bothObservers(first: ClusterObserver, second: ClusterObserver): ClusterObserver {
  return {
    agentTotal: (t, agent, total) => {
      first.agentTotal(t, agent, total);
      second.agentTotal(t, agent, total);
    },
    taskSubmitted: (t, task) => {
      first.taskSubmitted(t, task);
      second.taskSubmitted(t, task);
    },
    taskStarted: (t, task) => {
      first.taskStarted(t, task);
      second.taskStarted(t, task);
    },
    taskFinished: (t, task) => {
      first.taskFinished(t, task);
      second.taskFinished(t, task);
    },
    taskKilled: (t, task, reason) => {
      first.taskKilled(t, task, reason);
      second.taskKilled(t, task, reason);
    },
    statusUpdate: (t, task, update) => {
      first.statusUpdate(t, task, update);
      second.statusUpdate(t, task, update);
    },
    hookError: (t) => {
      first.hookError(t);
      second.hookError(t);
    },
    offerSent: (t, offer) => {
      first.offerSent(t, offer);
      second.offerSent(t, offer);
    },
    offerAccepted: (t, offer) => {
      first.offerAccepted(t, offer);
      second.offerAccepted(t, offer);
    },
    offerDeclined: (t, offer) => {
      first.offerDeclined(t, offer);
      second.offerDeclined(t, offer);
    },
    offerRescinded: (t, offer) => {
      first.offerRescinded(t, offer);
      second.offerRescinded(t, offer);
    },
    revocationDenied: (t, place, reason) => {
      first.revocationDenied(t, place, reason);
      second.revocationDenied(t, place, reason);
    },
    cycle: (t, milliseconds) => {
      first.cycle(t, milliseconds);
      second.cycle(t, milliseconds);
    },
    sampled: (sample) => {
      first.sampled(sample);
      second.sampled(sample);
    },
    finished: (t) => {
      first.finished(t);
      second.finished(t);
    },
  };
}
