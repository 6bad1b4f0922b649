// Before the first frame; the Content-Security-Policy allows no code in the page itself.
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
} catch {
  document.documentElement.dataset.theme = "system";
}
