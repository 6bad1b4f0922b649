import { afterCalm } from "./after-calm.ts";

/** What an address shows: a page and its settings, such as `#/sentiment?text=Good+film`. */
export interface Route {
  /** The name of a page; "" is the first one. */
  page: string;
  settings: URLSearchParams;
}

/** A browser lets a page change its address about 100 times in 30 s. */
const CALM_MS = 350;

/** A link that is longer is of no use to anyone; its settings are kept with the history instead. */
const MAX_LENGTH = 8000;

/** The route of the part of an address from its # on, which never leaves the browser. */
export function parseRoute(hash: string): Route {
  const [, page = hash.slice(1), settings] = /^#\/([^?]*)(.*)$/su.exec(hash) ?? [];
  return { page, settings: new URLSearchParams(settings) };
}

export function formatRoute({ page, settings }: Route): string {
  return settings.size === 0 ? `#/${page}` : `#/${page}?${settings}`;
}

/** The window's address and its history. */
export class Address {
  readonly #replaceCalmly = afterCalm(CALM_MS, (route: Route) => this.#keep("replaceState", route));
  #keptAt = -CALM_MS;

  /** @param onChange  is told when the user goes back or on, follows a link or writes an address */
  constructor(onChange: (route: Route) => void) {
    addEventListener("popstate", () => {
      this.#replaceCalmly.cancel();
      onChange(this.route);
    });
    // What was typed last comes before what leads away from it.
    addEventListener("click", this.flush, { capture: true });
  }

  get route(): Route {
    const state: unknown = history.state;
    return parseRoute(typeof state === "string" ? state : location.hash);
  }

  /** Changes the address at once and, while one types on, when that has stopped for a moment. */
  replace(route: Route): void {
    const isCalm = performance.now() - this.#keptAt > CALM_MS;
    this.#replaceCalmly(route);
    if (isCalm) this.flush();
  }

  push(route: Route): void {
    this.flush();
    this.#keep("pushState", route);
  }

  readonly flush = (): void => this.#replaceCalmly.flush();

  #keep(change: "pushState" | "replaceState", route: Route): void {
    const hash = formatRoute(route);
    const fits = hash.length <= MAX_LENGTH;
    history[change](fits ? null : hash, "", fits ? hash : `#/${route.page}`);
    this.#keptAt = performance.now();
  }
}
