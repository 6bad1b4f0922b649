import type { DownloadProgress } from "@unroll/core";
import type { StartedBackend } from "../worker/start-backend.ts";
import { byId } from "./by-id.ts";
import { Downloads } from "./downloads.ts";

/** The bar at the bottom: the backend in use, what a page says, and how much of a model is here. */
export function statusBar() {
  const backend = byId("backend", HTMLElement);
  const status = byId("status", HTMLElement);
  const bar = byId("progress", HTMLProgressElement);
  return {
    /** Shows that something is on its way, of unknown size at first. */
    startLoading(what: string): (progress: DownloadProgress) => void {
      const downloads = new Downloads();
      const draw = () => {
        const { share } = downloads;
        status.textContent = [`Loading ${what} …`, downloads.inWords].join(" ").trimEnd();
        if (share === undefined) bar.removeAttribute("value");
        else bar.value = share;
      };
      bar.hidden = false;
      draw();
      return (progress) => {
        downloads.note(progress);
        if (!bar.hidden) draw();
      };
    },
    /** Shows a line; what was loaded is here, or will not come. */
    show(text: string): void {
      bar.hidden = true;
      status.textContent = text;
    },
    showBackend({ name, reason }: StartedBackend): void {
      backend.textContent = name;
      backend.title = reason ?? `The backend in use: ${name}`;
      backend.hidden = false;
    },
  };
}
