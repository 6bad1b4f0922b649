/** What the command tells its caller by its exit code. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Training was stopped by Ctrl-C (or SIGTERM): 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;
