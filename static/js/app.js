// Small conveniences. Every page works without this file.

const root = document.documentElement;

// Colours: follow the system, or stay light or dark. theme.js applies the choice on the next page.
function applyTheme(theme, box) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of box.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

for (const box of document.querySelectorAll("[data-theme-choice]")) {
  box.hidden = false;
  applyTheme(root.dataset.theme || "auto", box);
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    applyTheme(button.value, box);
    try {
      localStorage.setItem("theme", button.value);
    } catch {
      // Storage may be blocked: the choice then lasts for this page only.
    }
  });
}

// Menus are <details>: close them on a click elsewhere and on Escape.
function openMenus() {
  return document.querySelectorAll("details.menu[open]");
}

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Ask before what cannot be undone: data-confirm on a form, or on the button that sends it.
document.addEventListener("submit", (event) => {
  const asking = event.submitter?.closest("[data-confirm]") ?? event.target.closest("[data-confirm]");
  if (asking && !window.confirm(asking.dataset.confirm)) event.preventDefault();
});

// A filter that says so is sent as soon as it changes.
document.addEventListener("change", (event) => {
  event.target.closest("form[data-submit-on-change]")?.requestSubmit();
});

// After a form came back with mistakes, reading starts at the summary.
document.querySelector("[data-focus]")?.focus();
