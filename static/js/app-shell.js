// Lets the site be installed, and show something where there is no connection (/sw.js).
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {
    // Blocked, or in a private window: the site works without.
  });
}
