import type { Complete } from "../outcome.js";
import type { AuthenticationMessage } from "./authentication-message.js";

/**
 * Where a session has got to, on either side. It begins READY, and ends in one of the last four.
 */
export type SessionState = "READY" | "STARTING" | "STEPPING" | "COMPLETED" | "FAILED" | "ERROR" | "DISCARDED";

/**
 * Why a session is over before it has ended by itself: nobody waits for it any more, the other side is gone, or this side
 * is (U5).
 */
export type CloseReason = "discarded" | "exited" | "destroyed";

/** How one session speaks to its surroundings: at once or at a later virtual time. Both are ignored once it is over. */
export interface SessionHost<T> {
  /** To the other side. Messages arrive in the order in which they were sent, never before this call returns. */
  send(message: AuthenticationMessage): void;
  /** Ends the session. */
  complete: Complete<T>;
}

/** One side of one attempt to authenticate. After it is completed or closed it is never called again. */
export interface AuthenticationSession {
  /** A message from the other side. What does not belong to this side's part of the exchange is to be ignored. */
  onMessage(message: AuthenticationMessage): void;
  /** The session is over, and whoever waited for it has been told that it failed (U5). */
  close(reason: CloseReason): void;
}
