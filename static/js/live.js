// What is told to the reader while the page is open: a card, and the number at the bell.
// Every page works without this file; the inbox has it all.

const place = document.querySelector("[data-live]");
const LONGEST_PAUSE = 60_000;
const SIGNED_OUT = 4401;
let pause = 1000;

// The messages shown in this window, newest last; the server may tell some of them again.
let shown = [];
try {
  shown = JSON.parse(sessionStorage.getItem("live-shown") ?? "[]");
} catch {
  // Storage may be blocked: then nothing is caught up with, and the inbox has it.
}

function isNew(id) {
  if (shown.includes(id)) return false;
  shown = [...shown, id].slice(-50);
  try {
    sessionStorage.setItem("live-shown", JSON.stringify(shown));
  } catch {
    // As above.
  }
  return true;
}

function showUnread(count) {
  const bell = document.querySelector(".inbox-link");
  if (!bell) return;
  let badge = bell.querySelector(".unread-badge");
  if (!count) {
    badge?.remove();
    return;
  }
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "unread-badge";
    bell.append(badge);
  }
  badge.textContent = count < 100 ? String(count) : "99+";
}

function show(message) {
  if (!isNew(message.id)) return;
  const card = document.getElementById("live-message").content.cloneNode(true).firstElementChild;
  card.dataset.urgency = message.urgency;
  // An emergency interrupts whatever a screen reader is saying.
  if (message.urgency === "emergency") card.setAttribute("role", "alert");
  const link = card.querySelector("a");
  link.href = message.path;
  link.textContent = message.title;
  const text = card.querySelector(".live-text");
  text.textContent = message.text;
  text.hidden = !message.text;
  card.querySelector("[data-dismiss]").addEventListener("click", () => card.remove());
  place.append(card);
}

function connect() {
  const address = new URL(place.dataset.live, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  if (shown.length) address.searchParams.set("since", shown.at(-1));
  const socket = new WebSocket(address);
  socket.addEventListener("message", (event) => {
    const message = JSON.parse(event.data);
    pause = 1000;
    showUnread(message.unread);
    if (message.type === "notification") show(message);
  });
  socket.addEventListener("close", (event) => {
    if (event.code === SIGNED_OUT) return;
    // All pages lose their connection at once when the server restarts; they come back one by one.
    setTimeout(connect, pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  });
}

if (place && "WebSocket" in window) connect();
