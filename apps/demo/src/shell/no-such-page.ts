import { html, render } from "lit-html";
import type { PageEntry } from "./page.ts";

/** Where an address leads nowhere: what there is instead. */
export function noSuchPage(name: string, pages: readonly PageEntry[], root: HTMLElement): void {
  render(
    html`<h1>No such page</h1>
      <p class="lead">The address names the page “${name}”, and there is none of that name. These are here:</p>
      <ul>
        ${pages.map((page) => html`<li><a href="#/${page.name}">${page.title}</a></li>`)}
      </ul>`,
    root,
  );
}
