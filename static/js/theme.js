// Runs before the first paint, so that a chosen theme never flashes. What was chosen in this browser
// goes before the account's choice, which the page brings along.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (theme === "auto") delete document.documentElement.dataset.theme;
} catch {
  // Storage may be blocked: the account's or the system's preference then decides.
}
