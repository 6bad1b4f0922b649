import { html, render } from "lit-html";
import type { Shell } from "../../shell/page.ts";
import { diagram } from "./diagram.ts";
import { modes } from "./modes.ts";
import "./modes.css";

/** What goes in and out of a recurrent network, in pictures. It needs no model. */
export function open({ root }: Shell): void {
  render(
    html`
      <h1>Five modes</h1>
      <p class="lead">
        A recurrent cell reads one step at a time and carries its state along. What it is given, and when it is
        asked, makes its modes.
      </p>
      <ul class="modes">
        ${modes.map(
          (mode) => html`
            <li class="answer">
              <h2>${mode.name}</h2>
              ${diagram(mode)}
              <p>${mode.example}</p>
            </li>
          `,
        )}
      </ul>
      <section class="about">
        <h2>How to read them</h2>
        <p>
          Time runs to the right. Each square is the same cell with the same weights; the arrows between them are
          its state. Below are inputs, above are outputs.
        </p>
      </section>
    `,
    root,
  );
}
