import { html, render } from "lit-html";
import { ModelWorker } from "../worker/model-worker.ts";
import { Address, type Route } from "./address.ts";
import { afterCalm } from "./after-calm.ts";
import { byId } from "./by-id.ts";
import { noSuchPage } from "./no-such-page.ts";
import type { PageEntry, Shell } from "./page.ts";
import { messageOf, Problem, showProblem } from "./problem.ts";
import { statusBar } from "./status-bar.ts";
import { themeChoice } from "./theme.ts";

/** A screen reader hears what came of it when typing has stopped, not after every letter. */
const SPEECH_CALM_MS = 900;

interface OpenPage {
  name: string;
  left: AbortController;
  /** Shows other settings; undefined for a page without any. */
  show?: (settings: URLSearchParams) => void;
}

/** What is around all pages: opens the one that the address names, and gives it what {@link Shell} says. */
export function startShell(pages: readonly [PageEntry, ...PageEntry[]]): void {
  const main = byId("main", HTMLElement);
  const announcement = byId("announcement", HTMLElement);
  const announce = afterCalm(SPEECH_CALM_MS, (text: string) => {
    announcement.textContent = text;
  });
  const bar = statusBar();
  const address = new Address(show);
  const worker = new ModelWorker((message) => fail(cannotLoad(message)));
  let open: OpenPage | undefined;

  themeChoice();
  byId("skip", HTMLElement).addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  show(address.route);

  function show({ page, settings }: Route): void {
    const entry = page === "" ? pages[0] : pages.find(({ name }) => name === page);
    const name = entry?.name ?? page;
    if (open?.name === name) {
      open.show?.(settings);
      return;
    }
    const isFirst = open === undefined;
    open?.left.abort();
    open = { name, left: new AbortController() };
    const root = document.createElement("div");
    root.className = "page";
    main.replaceChildren(root);
    bar.show("");
    announce.cancel();
    showProblem(undefined);
    document.title = `${entry?.title ?? "No such page"} · Unroll`;
    scrollTo(0, 0);
    drawNavigation(name);
    if (entry === undefined) noSuchPage(page, pages, root);
    else void load(entry, open, root);
    if (!isFirst) main.focus();
  }

  async function load(entry: PageEntry, opened: OpenPage, root: HTMLElement): Promise<void> {
    const { signal } = opened.left;
    try {
      const page = await entry.load();
      if (!signal.aborted) await page.open(shellFor(opened, root));
    } catch (error) {
      if (signal.aborted) return;
      fail(
        error instanceof Problem
          ? error
          : new Problem({
              title: "This page could not be opened",
              message: messageOf(error),
              advice: "Check the connection, then try again.",
            }),
      );
    }
  }

  function shellFor(opened: OpenPage, root: HTMLElement): Shell {
    const { signal } = opened.left;
    const whileOpen =
      <Args extends unknown[]>(action: (...args: Args) => void) =>
      (...args: Args) => {
        if (!signal.aborted) action(...args);
      };
    return {
      root,
      signal,
      follow(shown) {
        opened.show = shown;
        shown(address.route.settings); // they may have changed while the page's code was on its way
      },
      replace: whileOpen((changed) => address.replace({ page: opened.name, settings: changed })),
      push: whileOpen((changed) => address.push({ page: opened.name, settings: changed })),
      async pipeline(task, model) {
        const onProgress = whileOpen(bar.startLoading("the model"));
        try {
          const { host } = worker;
          bar.showBackend(await host.backend());
          const loaded = await host.pipeline(task, { model, signal, onProgress });
          whileOpen(bar.show)("Ready");
          return loaded;
        } catch (error) {
          throw cannotLoad(messageOf(error));
        }
      },
      status: whileOpen(bar.show),
      announce: whileOpen(announce),
      problem: whileOpen((problem) => showProblem(problem)),
    };
  }

  function fail(problem: Problem): void {
    bar.show("");
    showProblem(problem, () => {
      worker.end();
      open?.left.abort();
      open = undefined;
      show(address.route);
      main.focus(); // the button is gone
    });
  }

  function drawNavigation(current: string): void {
    const navigation = byId("navigation", HTMLElement);
    render(
      pages.map(
        ({ name, title }) => html`
          <a href="#/${name}" aria-current=${name === current ? "page" : "false"}>${title}</a>
        `,
      ),
      navigation,
    );
    const link = navigation.querySelector('[aria-current="page"]');
    link?.scrollIntoView({ block: "nearest", inline: "center" });
  }
}

function cannotLoad(message: string): Problem {
  return new Problem({
    title: "The model could not be loaded",
    message,
    advice: "Check that the server that gave you this page is still running, then try again.",
  });
}
