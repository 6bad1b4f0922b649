import type { ModelFiles } from "@unroll/core";
import type { TaskName, Tasks } from "@unroll/tasks";
import type { Hosted } from "../worker/wire.ts";
import type { Problem } from "./problem.ts";

/** A page: a line in the list of pages. */
export interface PageEntry {
  /** Its name in the address: the page "sentiment" is at `#/sentiment`. */
  readonly name: string;
  /** In the navigation and the window's title. */
  readonly title: string;
  /** Loads its code, which no other page loads. */
  load(): Promise<PageModule>;
}

/** What the code of a page exports. */
interface PageModule {
  /**
   * Draws the page and gets it going. What it throws is shown as a problem, with a button that opens the
   * page again.
   */
  open(shell: Shell): void | Promise<void>;
}

/** What the shell does for the page that is open; after that has been left, nothing. */
export interface Shell {
  /** Where the page draws. */
  readonly root: HTMLElement;
  /** Is aborted when the page is left. */
  readonly signal: AbortSignal;

  /** Is told the settings of the address: at once, and when the user goes back or follows a link. */
  follow(show: (settings: URLSearchParams) => void): void;
  /** Keeps settings in the address in place of those that are there, as one types. */
  replace(settings: URLSearchParams): void;
  /** Keeps settings in the address as a step of its own: going back undoes it. */
  push(settings: URLSearchParams): void;

  /**
   * Loads a pipeline in the worker; it ends when the page is left.
   * @throws {Problem} when it cannot be loaded
   */
  pipeline<Name extends TaskName>(
    task: Name,
    model: ModelFiles,
  ): Promise<Hosted<Tasks[Name]["pipeline"]>>;

  /** One line at the bottom: what the page is at, how long it took. */
  status(text: string): void;
  /** What a screen reader says once the page has been calm for a moment. */
  announce(text: string): void;
  /** Shows what went wrong, in place of what is shown; undefined takes it away. */
  problem(problem: Problem | undefined): void;
}
