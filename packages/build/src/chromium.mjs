// Where a Chromium is, and the flags it needs: for vitest's browser project and the demo's e2e tests.
import { existsSync } from "node:fs";
import { join } from "node:path";

/** One line for a run that skips its browser tests. */
export const howToGetChromium =
  "install Chromium (apt install chromium, or npx playwright install chromium) or set CHROMIUM_PATH";

/** The path of a Chromium: CHROMIUM_PATH, the usual places, then Playwright's own.
 *  @returns {Promise<string | undefined>}
 *  @throws {Error} when CHROMIUM_PATH names no file */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`);
    return named;
  }
  return usualPlaces().find((path) => existsSync(path)) ?? (await playwrightsOwn());
}

/** Flags for a run that is offline, repeatable and works in a container without a GPU. */
export function chromiumFlags() {
  const flags = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader", // WebGL in software
  ];
  // Chromium's sandbox does not start as root.
  return process.getuid?.() === 0 ? ["--no-sandbox", ...flags] : flags;
}

/** What Playwright's `chromium.launch` takes.
 *  @param {string} executablePath */
export function launchOptions(executablePath) {
  return { executablePath, args: chromiumFlags() };
}

function usualPlaces() {
  const { env, platform } = process;
  if (platform === "darwin") {
    const apps = ["/Applications", join(env.HOME ?? "", "Applications")];
    return apps.flatMap((dir) =>
      ["Chromium", "Google Chrome", "Microsoft Edge"].map((name) =>
        join(dir, `${name}.app/Contents/MacOS/${name}`),
      ),
    );
  }
  if (platform === "win32") {
    const roots = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA];
    return roots.flatMap((dir) =>
      ["Chromium/Application/chrome.exe", "Google/Chrome/Application/chrome.exe"]
        .concat("Microsoft/Edge/Application/msedge.exe")
        .map((path) => join(dir ?? "", path)),
    );
  }
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const dirs = ["/usr/bin", "/usr/local/bin", "/snap/bin"];
  return dirs.flatMap((dir) => names.map((name) => join(dir, name)));
}

async function playwrightsOwn() {
  const { chromium } = await import("playwright-core");
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}
