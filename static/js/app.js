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

// The colours chosen for the account count from then on in this browser, too.
for (const form of document.querySelectorAll("form[data-sets-theme]")) {
  form.addEventListener("submit", () => {
    try {
      localStorage.removeItem("theme");
    } catch {
      // Storage may be blocked: then nothing was kept.
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

// The reader's own part of a page that is the same for everybody. Without it, a link leads there.
for (const box of document.querySelectorAll("[data-load]")) {
  fetch(box.dataset.load, { headers: { "X-Requested-With": "fetch" } })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
    .then((html) => {
      if (html !== null) box.innerHTML = html;
    })
    .catch(() => {});
}

// Whoever opens a page by its plain address has opened it, too. The links in messages say so by
// themselves; this page is the same for everybody and cannot.
for (const page of document.querySelectorAll("[data-opened]")) {
  fetch(page.dataset.opened, { redirect: "manual", keepalive: true }).catch(() => {});
}

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

// Dialogs: a link with data-dialog opens the dialog with that id instead of following its address.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer?.closest("dialog[open]")) {
    event.preventDefault();
    closer.closest("dialog").close();
  } else if (event.target.matches("dialog[open]")) {
    // A click on the backdrop lands on the dialog itself.
    event.target.close();
  }
});
