import type { AuthenticationSession } from "./authentication-session.js";

/** What is left of an attempt that was answered before it began. */
export const IDLE_SESSION: AuthenticationSession = { onMessage() {}, close() {} };
