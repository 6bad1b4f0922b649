import type { Reading } from "./reading.ts";
import type { StartedBackend } from "./start-backend.ts";

/** What the page sends the worker. A new text cancels the one before it. */
export type Request =
  | { kind: "load"; modelUrl: string }
  | { kind: "read"; id: number; text: string };

/** What the worker answers: "ready" or "unavailable" to load, "read" or "unread" to read, unless cancelled. */
export type Reply =
  | { kind: "ready"; backend: StartedBackend; milliseconds: number }
  | { kind: "unavailable"; message: string }
  | { kind: "read"; id: number; reading: Reading }
  | { kind: "unread"; id: number; message: string };
