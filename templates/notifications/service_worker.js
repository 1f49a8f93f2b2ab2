// Works for the site while its pages are closed: shows what is pushed, and a page for when there is
// no connection. It keeps that page and its files, at install, and nothing else ever: what people
// read here is private, and a browser may be shared.

const CACHE = {{ cache|safe }};
const OFFLINE = {{ offline|safe }};
const FILES = {{ files|safe }};
const ICON = {{ icon|safe }};
const HOME = {{ home|safe }};

self.addEventListener("install", (event) => {
  const fresh = [OFFLINE, ...FILES].map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
      await self.registration.navigationPreload?.enable();
      await self.clients.claim();
    })(),
  );
});

// Always from the network; what was kept at install stands in only where that fails.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(
      (async () => {
        try {
          return (await event.preloadResponse) || (await fetch(request));
        } catch {
          return (await caches.match(OFFLINE, { cacheName: CACHE })) || Response.error();
        }
      })(),
    );
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(
      fetch(request).catch(
        async () => (await caches.match(request.url, { cacheName: CACHE })) || Response.error(),
      ),
    );
  }
});

// A browser takes the right to push away from whoever shows nothing, so something is always shown.
self.addEventListener("push", (event) => {
  let message = {};
  try {
    message = event.data?.json() ?? {};
  } catch {
    // Not ours, or broken: the inbox knows.
  }
  event.waitUntil(
    self.registration.showNotification(message.title || "New Concierge", {
      body: message.text || "",
      tag: message.tag,
      lang: message.language,
      dir: message.direction || "auto",
      icon: ICON,
      badge: ICON,
      requireInteraction: Boolean(message.is_emergency),
      data: { path: message.path },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  let target = new URL(event.notification.data?.path || HOME, self.location.origin);
  if (target.origin !== self.location.origin) target = new URL(HOME, self.location.origin);
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      for (const page of open) {
        if (page.url === target.href) return page.focus();
      }
      return self.clients.openWindow(target.href);
    })(),
  );
});
